package main

import (
	"fmt"
	"reflect"
	"regexp"
	"sort"
	"strings"

	yaml3 "gopkg.in/yaml.v3"
)

// checkDifferences is the second law: the report lists exactly what differs between input and output for a Go YAML reader.
func checkDifferences(input, output string, r *report, d dialect) ([]violation, error) {
	before, err := readObjects(input, d)
	if err != nil {
		return nil, nil // the reader takes no such input: there is nothing to compare
	}
	after, err := readObjects(output, d)
	if err != nil {
		return []violation{{"differences", "output", d.name + " reads the input and not the output: " + err.Error()}}, nil
	}
	var all []violation
	complain := func(o object, format string, words ...interface{}) {
		all = append(all, violation{"differences", o.id(), d.name + ": " + fmt.Sprintf(format, words...)})
	}
	left := byIdentity(after)
	fields, unused := r.fieldsByObject(), r.outcomes()
	differing, kept := map[string][]string{}, map[string]object{} // the same object may be in a stream twice
	for _, p := range pairs(unchangedFirst(before, left), left, fields) {
		o := p.before
		if p.after == nil {
			if unused.take("removed", o) == 0 {
				complain(o, "it is missing, but the report does not list it")
			}
			continue
		}
		listed := fields[o.key()]
		found := differ(o.fields, p.after.fields)
		for _, path := range found {
			if !related(path, listed) {
				complain(o, "%s differs, and the report does not say so", path)
			}
		}
		if len(found) > 0 {
			unused.mark("patched", o)
		}
		differing[o.key()] = append(differing[o.key()], found...)
		kept[o.key()] = o
	}
	for key, o := range kept {
		compareListed(fields[key], differing[key], o, complain)
	}
	for _, objects := range left {
		for _, o := range objects {
			if unused.take("added", o) == 0 {
				complain(o, "it is new, and the report does not say so")
			}
		}
	}
	for _, change := range unused.rest() {
		all = append(all, violation{"differences", change, d.name + ": the report says so, and it is not so"})
	}
	return all, nil
}

// key identifies objects, as an API server does.
func (o object) key() string { return o.apiVersion + " " + o.id() }

// pair is an object of the input and what it became; after is nil for a removed object.
type pair struct {
	before object
	after  *object
}

// pairs finds the object of the output for each object of the input, and takes it from the output. Of several objects of one name some may
// be gone. Then each object of the output belongs to the one that differs from it in the fewest places that the report does not list.
func pairs(before []object, after map[string][]object, listed map[string][]field) []pair {
	all := make([]pair, len(before))
	same := map[string][]int{}
	for i, o := range before {
		all[i].before = o
		same[o.key()] = append(same[o.key()], i)
	}
	for key, indexes := range same {
		for _, o := range after[key] {
			best, fewest := -1, 0
			for _, i := range indexes {
				if all[i].after != nil {
					continue
				}
				unlisted := 0
				for _, path := range differ(all[i].before.fields, o.fields) {
					if !related(path, listed[key]) {
						unlisted++
					}
				}
				if best < 0 || unlisted < fewest {
					best, fewest = i, unlisted
				}
			}
			if best < 0 {
				break
			}
			o := o
			all[best].after = &o
			after[key] = after[key][1:]
		}
	}
	return all
}

// unchangedFirst takes the objects that are in the output as they were from both sides, and returns the rest: of two objects of one name
// one may be gone.
func unchangedFirst(before []object, after map[string][]object) []object {
	var rest []object
	for _, o := range before {
		found := false
		for i, other := range after[o.key()] {
			if found = reflect.DeepEqual(o.fields, other.fields); found {
				after[o.key()] = append(append([]object{}, after[o.key()][:i]...), after[o.key()][i+1:]...)
				break
			}
		}
		if !found {
			rest = append(rest, o)
		}
	}
	return rest
}

func byIdentity(all []object) map[string][]object {
	found := map[string][]object{}
	for _, o := range all {
		found[o.key()] = append(found[o.key()], o)
	}
	return found
}

func (r *report) fieldsByObject() map[string][]field {
	found := map[string][]field{}
	for _, c := range r.Changes {
		key := c.Resource.APIVersion + " " + c.id()
		found[key] = append(found[key], c.Fields...)
	}
	return found
}

// outcomes counts the outcomes of each object in a report. Several patches can remove the same object. Of objects with one name, one patch
// can remove several.
type outcomes map[string]int

func (r *report) outcomes() outcomes {
	found, perPatch := outcomes{}, map[string]int{}
	for _, c := range r.Changes {
		if c.Resource.Name == "" { // a list has no name
			continue
		}
		key := c.Outcome + " " + c.Resource.APIVersion + " " + c.id()
		perPatch[c.Patch+" "+key]++
		if c.Outcome == "patched" {
			found[key] = 1
		} else {
			found[key] = max(found[key], perPatch[c.Patch+" "+key])
		}
	}
	return found
}

// take removes one entry and returns the number of entries before.
func (c outcomes) take(outcome string, o object) int {
	key := outcome + " " + o.key()
	count := c[key]
	if count > 0 {
		c[key]--
	}
	return count
}

func (c outcomes) mark(outcome string, o object) { delete(c, outcome+" "+o.key()) }

func (c outcomes) rest() []string {
	var keys []string
	for key, count := range c {
		if count > 0 {
			keys = append(keys, key)
		}
	}
	sort.Strings(keys)
	return keys
}

// related is true when a listed field is the path, contains it, or is below it.
func related(path string, listed []field) bool {
	for _, f := range listed {
		if within(path, f.Path) || within(f.Path, path) {
			return true
		}
	}
	return false
}

// within is true for a path that equals another one or is below it. The index of an item is ignored where the run added an item.
func within(path, above string) bool {
	above = strings.TrimSuffix(above, "[+]")
	rest := strings.TrimPrefix(path, above)
	return strings.HasPrefix(path, above) && (rest == "" || above == "" || strings.ContainsRune(".[ ", rune(rest[0])))
}

// compareListed reports fields that a report lists although input and output are equal there.
func compareListed(listed []field, found []string, o object, complain func(object, string, ...interface{})) {
	for _, f := range listed {
		if f.Path == "" {
			continue
		}
		hit := false
		for _, path := range found {
			hit = hit || within(path, f.Path) || within(f.Path, path)
		}
		if !hit {
			complain(o, "the report lists %s, and it does not differ", f.Path)
		}
	}
}

// differ lists the paths at which two values differ, as deep as possible. It also compares YAML inside texts, except injection templates:
// the report names its actions and containers in its own way.
func differ(a, b value) []string {
	var paths []string
	compare("", a, b, func(path string) { paths = append(paths, path) })
	sort.Strings(paths)
	return paths
}

func compare(path string, a, b value, differs func(string)) {
	if reflect.DeepEqual(a, b) {
		return
	}
	one, isMap := a.(map[string]value)
	other, isMapToo := b.(map[string]value)
	if isMap && isMapToo {
		for key, item := range one {
			second, found := other[key]
			if !found {
				differs(join(path, key))
				continue
			}
			compare(join(path, key), item, second, differs)
		}
		for key := range other {
			if _, found := one[key]; !found {
				differs(join(path, key))
			}
		}
		return
	}
	first, isList := a.([]value)
	second, isListToo := b.([]value)
	if isList && isListToo && len(first) == len(second) {
		for i := range first {
			compare(fmt.Sprintf("%s[%d]", path, i), first[i], second[i], differs)
		}
		return
	}
	if isTemplate(path) || isCommandLine(path) {
		differs(path)
		return
	}
	if inner, innerToo := embedded(a), embedded(b); inner != nil && innerToo != nil {
		compare(path+" > ", inner, innerToo, differs)
		return
	}
	differs(path)
}

func isTemplate(path string) bool {
	return strings.HasSuffix(path, " > template") || strings.Contains(path, " > templates.")
}

// commandLine ends the path of a word of a container's command. A shell script may look like YAML ("exec agent --address host: x"), but
// the report names the flag in it.
var commandLine = regexp.MustCompile(`\b(command|args)\[\d+\]$`)

func isCommandLine(path string) bool { return commandLine.MatchString(path) }

// embedded is the mapping or list that a text holds as YAML.
func embedded(v value) value {
	s, isText := v.(string)
	if !isText {
		return nil
	}
	return plain(collection(s))
}

// collection is the same before its keys become text.
func collection(s string) value {
	if !strings.ContainsAny(s, ":\n") {
		return nil
	}
	var inner value
	if yaml3.Unmarshal([]byte(s), &inner) != nil {
		return nil
	}
	switch inner.(type) {
	case map[string]interface{}, map[interface{}]interface{}, []interface{}:
		return inner
	}
	return nil
}
