package main

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
)

// quantityText is the written form of a Kubernetes quantity: a decimal number with a unit or a decimal exponent.
var quantityText = regexp.MustCompile(`^([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))(?:([eE])([+-]?[0-9]{1,3})|([KMGTPE]i|[numkMGTPE]))?$`)

// units gives base and exponent for each unit.
var units = map[string][2]int64{
	"n": {10, -9}, "u": {10, -6}, "m": {10, -3}, "k": {10, 3}, "M": {10, 6}, "G": {10, 9}, "T": {10, 12}, "P": {10, 15}, "E": {10, 18},
	"Ki": {2, 10}, "Mi": {2, 20}, "Gi": {2, 30}, "Ti": {2, 40}, "Pi": {2, 50}, "Ei": {2, 60},
}

// parseQuantity reads a quantity as YAML delivers it (text or number); negative amounts are rejected, as for resources.
func parseQuantity(value interface{}) (*big.Rat, error) {
	text := scalarText(value)
	parts := quantityText.FindStringSubmatch(text)
	if parts == nil {
		return nil, fmt.Errorf("%q is not a quantity", text)
	}
	amount, ok := new(big.Rat).SetString(parts[1])
	if !ok {
		return nil, fmt.Errorf("%q is not a number", parts[1])
	}
	if amount.Sign() < 0 {
		return nil, fmt.Errorf("%q is negative", text)
	}
	base, exponent := int64(10), int64(0)
	if parts[2] != "" {
		exponent, _ = strconv.ParseInt(parts[3], 10, 64)
	} else if unit, found := units[parts[4]]; found {
		base, exponent = unit[0], unit[1]
	}
	return amount.Mul(amount, power(base, exponent)), nil
}

func power(base, exponent int64) *big.Rat {
	absolute := exponent
	if absolute < 0 {
		absolute = -absolute
	}
	result := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(base), big.NewInt(absolute), nil))
	if exponent < 0 {
		result.Inv(result)
	}
	return result
}

// scalarText is what the API server would see for a YAML scalar; null is empty.
func scalarText(value interface{}) string {
	switch v := value.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	default:
		return fmt.Sprint(v)
	}
}
