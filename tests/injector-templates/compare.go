package main

import (
	"fmt"
	"reflect"
	"regexp"
	"sort"
	"strings"
)

const zipkinFlag = "--zipkinAddress"

// checkFilled requires every amount of the original to be unchanged in the patched rendering.
func checkFilled(original, patched map[string]interface{}) []finding {
	var all []finding
	for _, before := range containersOf(original) {
		for _, after := range containersOf(patched) {
			if before.own || before.name != after.name || before.list != after.list {
				continue
			}
			for _, section := range []string{"limits", "requests"} {
				for name := range mapping(mapping(before.fields["resources"])[section]) {
					was, is := given(before.fields["resources"], section, name), given(after.fields["resources"], section, name)
					if was != "" && was != is && !isZeroLimit(section, was) &&
						!raised(before.fields["resources"], section, name, is) { // an empty amount means no amount
						all = append(all, finding{before.name, fmt.Sprintf("%s.%s was %q in the original and is now %q", section, name, was, is)})
					}
				}
			}
		}
	}
	return all
}

// isZeroLimit is true for a limit of zero, which means no limit.
func isZeroLimit(section, text string) bool {
	amount, err := parseQuantity(text)
	return section == "limits" && err == nil && amount.Sign() == 0
}

// raised reports whether a limit of the original was below its request, so that no pod could start, and is equal to the request now.
func raised(original interface{}, section, name, is string) bool {
	known := amounts(original)
	request, limit := known["requests."+name], known["limits."+name]
	return section == "limits" && request != nil && limit != nil && limit.Cmp(request) < 0 && is == given(original, "requests", name)
}

// checkNothingElse finds a difference besides resources and the Zipkin address. It changes both renderings.
func checkNothingElse(original, patched map[string]interface{}) []finding {
	for _, root := range []map[string]interface{}{original, patched} {
		for _, c := range containersOf(root) {
			if !c.own {
				delete(c.fields, "resources")
			}
			hideZipkin(c.fields["args"])
			hideZipkin(c.fields["command"])
		}
	}
	if difference := firstDifference("", original, patched); difference != "" {
		return []finding{{"-", "not only resources changed: " + difference}}
	}
	return nil
}

// zipkinInShell is the flag with its address inside a shell command.
var zipkinInShell = regexp.MustCompile(`(\s` + zipkinFlag + `(?:=|["']?[\s\\]+)["']?)[^\s"';&|()<>]+`)

// hideZipkin replaces the address, which follows its flag as the next item, after an equals sign or in a shell command.
func hideZipkin(args interface{}) {
	items, _ := args.([]interface{})
	for i, item := range items {
		if item == zipkinFlag && i+1 < len(items) {
			items[i+1] = "ADDRESS"
		}
		if strings.HasPrefix(scalarText(item), zipkinFlag+"=") {
			items[i] = zipkinFlag + "=ADDRESS"
		} else if text, isText := item.(string); isText && zipkinInShell.MatchString(text) {
			items[i] = zipkinInShell.ReplaceAllString(text, "${1}ADDRESS")
		}
	}
}

// firstDifference is empty for equal values.
func firstDifference(path string, a, b interface{}) string {
	if reflect.DeepEqual(a, b) {
		return ""
	}
	first, second := mapping(a), mapping(b)
	if first != nil && second != nil {
		for _, key := range sortedKeys(first, second) {
			_, before := first[key]
			_, after := second[key]
			if before != after {
				return fmt.Sprintf("%s (in the original: %t, patched: %t)", join(path, key), before, after)
			}
			if found := firstDifference(join(path, key), first[key], second[key]); found != "" {
				return found
			}
		}
	}
	one, isList := a.([]interface{})
	other, isListToo := b.([]interface{})
	if isList && isListToo {
		for i := 0; i < len(one) && i < len(other); i++ {
			if found := firstDifference(fmt.Sprintf("%s[%d]", path, i), one[i], other[i]); found != "" {
				return found
			}
		}
		return fmt.Sprintf("%s has %d items, in the original %d", path, len(other), len(one))
	}
	return fmt.Sprintf("%s is %s, in the original %s", path, shortened(b), shortened(a))
}

func shortened(value interface{}) string {
	text := fmt.Sprintf("%#v", value)
	if len(text) > 80 {
		text = text[:80] + "..."
	}
	return text
}

func sortedKeys(maps ...map[string]interface{}) []string {
	seen := map[string]bool{}
	var keys []string
	for _, m := range maps {
		for key := range m {
			if !seen[key] {
				keys = append(keys, key)
			}
			seen[key] = true
		}
	}
	sort.Strings(keys)
	return keys
}

// checkUntouched compares the parts of the ConfigMap that no resources edit may change.
func checkUntouched(original, patched injector, report func(template string, f finding)) {
	before, after := map[string]interface{}{}, map[string]interface{}{}
	for name, text := range original.templates {
		before[name] = text
	}
	for name, text := range patched.templates {
		after[name] = text
	}
	for _, name := range sortedKeys(before, after) {
		if executed(name, original.templates[name]) && after[name] != nil {
			continue // its renderings are compared
		}
		if before[name] != after[name] {
			report(name, finding{"-", "the text of this template differs from the original"})
		}
	}
	for _, key := range sortedKeys(original.settings, patched.settings) {
		if key != "policy" && !reflect.DeepEqual(original.settings[key], patched.settings[key]) {
			report("config", finding{"-", fmt.Sprintf("key %s differs from the original", key)})
		}
	}
}
