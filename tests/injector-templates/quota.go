package main

import (
	"fmt"
	"math/big"
	"sort"
)

// The program's own requests, for containers to which the chart gives none.
var ownRequests = map[string]string{"cpu": "10m", "memory": "128Mi"}

var requestAnnotations = map[string]string{"cpu": cpuAnnotation, "memory": memAnnotation}

// effective are the amounts of a container as Kubernetes has them after its defaults: a limit without a request is the request too, and a
// limit of zero means no limit. Invalid amounts are omitted; checkResources reports them.
func effective(resources interface{}) map[string]*big.Rat {
	known := amounts(resources)
	for _, name := range []string{"cpu", "memory"} {
		limit := known["limits."+name]
		if limit != nil && limit.Sign() == 0 {
			delete(known, "limits."+name)
		} else if limit != nil && known["requests."+name] == nil {
			known["requests."+name] = limit
		}
	}
	return known
}

// checkQuota checks the containers of a rendering like admission in a namespace with a LimitRange and a ResourceQuota on some amounts: each
// container must have the amounts, and no request may be above its limit.
func checkQuota(root map[string]interface{}, quota []string) []finding {
	var all []finding
	for _, c := range containersOf(root) {
		if c.own {
			continue
		}
		known := effective(c.fields["resources"])
		for _, amount := range quota {
			if known[amount] == nil || known[amount].Sign() == 0 {
				all = append(all, finding{c.name, "a ResourceQuota rejects the pod: " + amount + " is missing"})
			}
		}
		for _, name := range []string{"cpu", "memory"} {
			request, limit := known["requests."+name], known["limits."+name]
			if request != nil && limit != nil && request.Cmp(limit) > 0 {
				all = append(all, finding{c.name, fmt.Sprintf("a LimitRange rejects the pod: requests.%s %s is above limits.%s %s",
					name, amountText(request), name, amountText(limit))})
			}
		}
	}
	return all
}

// checkRequests requires that no request is higher than in the original, after the defaults of Kubernetes. If the original has no request,
// the highest value is the request of a pod without annotations, or else the program's default. A request that an annotation sets is
// allowed, even if a template of Istio 1.0 ignores the annotation.
func checkRequests(original, unannotated, patched map[string]interface{}, annotations map[string]string) []finding {
	var all []finding
	for _, after := range containersOf(patched) {
		if after.own {
			continue
		}
		before, chart := requestsOf(original, after), requestsOf(unannotated, after)
		is := effective(after.fields["resources"])
		for _, name := range []string{"cpu", "memory"} {
			allowed := before["requests."+name]
			if allowed == nil {
				allowed = chart["requests."+name]
			}
			if allowed == nil {
				allowed, _ = parseQuantity(ownRequests[name])
			}
			if asked, err := parseQuantity(annotations[requestAnnotations[name]]); err == nil && after.name == proxyName && asked.Cmp(allowed) > 0 {
				allowed = asked
			}
			if got := is["requests."+name]; got != nil && got.Cmp(allowed) > 0 {
				all = append(all, finding{after.name, fmt.Sprintf("the effective request of %s rises to %s, and was %s",
					name, amountText(got), amountText(allowed))})
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].container < all[j].container })
	return all
}

// requestsOf are the effective amounts of a container of another rendering; none without it.
func requestsOf(root map[string]interface{}, wanted container) map[string]*big.Rat {
	for _, c := range containersOf(root) {
		if c.name == wanted.name && !c.own {
			return effective(c.fields["resources"])
		}
	}
	return nil
}

// amountText writes an amount in units that people read: whole mebibytes and millicores as such.
func amountText(amount *big.Rat) string {
	for _, unit := range []struct {
		name  string
		value *big.Rat
	}{{"Mi", power(2, 20)}, {"", power(10, 0)}, {"m", power(10, -3)}} {
		if whole := new(big.Rat).Quo(amount, unit.value); whole.IsInt() && whole.Sign() > 0 {
			return whole.Num().String() + unit.name
		}
	}
	return amount.RatString()
}
