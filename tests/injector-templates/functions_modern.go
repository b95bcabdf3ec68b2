package main

import (
	"strings"
)

// appendMultusNetwork adds a network to the annotation of Multus, which holds a JSON list or names between commas.
func appendMultusNetwork(existing, network string) string {
	switch end := strings.LastIndex(existing, "]"); {
	case existing == "":
		return network
	case strings.Contains(existing, network):
		return existing
	case end >= 0:
		entry := map[string]string{"name": network}
		if slash := strings.Index(network, "/"); slash >= 0 {
			entry = map[string]string{"namespace": network[:slash], "name": network[slash+1:]}
		}
		return existing[:end] + ", " + marshal(entry) + existing[end:]
	default:
		return existing + ", " + network
	}
}

func omit(from map[string]string, keys ...string) map[string]string {
	rest := mergeMaps(from)
	for _, key := range keys {
		delete(rest, key)
	}
	return rest
}

func strdict(pairs ...string) map[string]string {
	dictionary := map[string]string{}
	for i, text := range pairs {
		if i%2 == 0 {
			dictionary[text] = ""
		} else {
			dictionary[pairs[i-1]] = text
		}
	}
	return dictionary
}

func mergeMaps(maps ...map[string]string) map[string]string {
	merged := map[string]string{}
	for _, m := range maps {
		for key, value := range m {
			merged[key] = value
		}
	}
	return merged
}

// omitNil drops nulls at every depth, and values that become empty because of that.
func omitNil(value interface{}) interface{} {
	switch v := value.(type) {
	case map[string]interface{}:
		kept := map[string]interface{}{}
		for key, item := range v {
			if item = omitNil(item); item != nil {
				kept[key] = item
			}
		}
		if len(kept) == 0 && len(v) > 0 {
			return nil
		}
		return kept
	case []interface{}:
		kept := []interface{}{}
		for _, item := range v {
			if item = omitNil(item); item != nil {
				kept = append(kept, item)
			}
		}
		if len(kept) == 0 && len(v) > 0 {
			return nil
		}
		return kept
	default:
		return v
	}
}

// otelResourceAttributes is empty unless the mesh has an OpenTelemetry provider of a special kind; this mesh has none.
func otelResourceAttributes(*meshConfig, map[string]string, map[string]string, string, []podContainer) string {
	return ""
}
