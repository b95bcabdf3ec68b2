package main

import (
	"fmt"
	"math/rand"
	"regexp"
	"strconv"
	"strings"
)

// style is how unusual the YAML of a document is: each number is the chance of a shape in percent.
type style struct {
	flow, quotedKeys, quoted, comments, lonelyDash, wide, inlineMerge, lateMerge, complexKeys, blank int
	json                                                                                             bool
	action                                                                                           func(n *node, key string) (before,
		after string) // wraps an entry of a template
}

// writer writes nodes as YAML.
type writer struct {
	style
	random *rand.Rand
	out    strings.Builder
	names  map[*node]string
}

func (s style) write(n *node, random *rand.Rand) string {
	w := &writer{style: s, random: random, names: map[*node]string{}}
	switch {
	case s.json:
		w.writeJSON(n, random.Intn(3)*2, 0)
		w.out.WriteString("\n")
	case n.kind == scalar || len(n.children) == 0:
		w.out.WriteString(w.inline(n) + "\n")
	default:
		w.block(n, 0, false)
	}
	return w.out.String()
}

func (w *writer) chance(percent int) bool { return w.random.Intn(100) < percent }

func (w *writer) put(parts ...string) {
	for _, part := range parts {
		w.out.WriteString(part)
	}
}

func spaces(n int) string { return strings.Repeat(" ", n) }

func (w *writer) remark(indent int) {
	if w.chance(w.comments) {
		w.put(spaces(indent), []string{"# a remark", "# name: istio-proxy", "#", "# - zipkin"}[w.random.Intn(4)], "\n")
	}
	if w.chance(w.blank) {
		w.put("\n")
	}
}

// trailing is a comment behind something, or nothing.
func (w *writer) trailing() string {
	if w.chance(w.comments) {
		return []string{" # why", "  # a: b", " #"}[w.random.Intn(3)]
	}
	return ""
}

// block writes the entries of a collection, each on lines of its own. With started, the first line has its indentation already.
func (w *writer) block(n *node, indent int, started bool) {
	lead := func() string {
		if started {
			started = false
			return ""
		}
		return spaces(indent)
	}
	if n.kind == listNode {
		for _, item := range n.children {
			if !started {
				w.remark(indent)
			}
			before, after := w.wrap(item, "")
			if started {
				before, after = "", ""
			}
			w.put(before, lead(), "-")
			w.item(item, indent)
			w.put(after)
		}
		return
	}
	for _, e := range w.entries(n) {
		if !started {
			w.remark(indent)
		}
		before, after := w.wrap(e.value, e.key)
		if started {
			before, after = "", ""
		}
		w.put(before, lead())
		if w.chance(w.complexKeys) && e.key != "<<" {
			w.put("? ", w.key(e.key), "\n", spaces(indent))
		} else {
			w.put(w.key(e.key))
		}
		w.put(":")
		w.value(e.value, indent)
		w.put(after)
	}
}

func (w *writer) wrap(n *node, key string) (string, string) {
	if w.action == nil {
		return "", ""
	}
	return w.action(n, key)
}

type entry struct {
	key   string
	value *node
}

// entries are what is written for a mapping, with merge keys for what comes from elsewhere.
func (w *writer) entries(n *node) []entry {
	var all []entry
	brought := &node{kind: mappingNode}
	for i, key := range n.keys {
		switch {
		case n.merge != nil && n.merge.get(key) != nil && n.merge.get(key).equal(n.children[i]):
		case n.merge == nil && len(n.keys) > 1 && w.chance(w.inlineMerge):
			brought.set(key, n.children[i])
		default:
			all = append(all, entry{key, n.children[i]})
		}
	}
	var merged *node
	switch {
	case n.merge != nil && w.names[n.merge] == "":
		return plainEntries(n) // a merge key above has moved the mapping behind this one
	case n.merge != nil:
		merged = &node{alias: n.merge}
	case len(brought.keys) > 0:
		merged = brought
	default:
		return all
	}
	if w.chance(w.lateMerge) && n.merge == nil {
		return append(all, entry{"<<", merged})
	}
	return append([]entry{{"<<", merged}}, all...)
}

func plainEntries(n *node) []entry {
	var all []entry
	for i, key := range n.keys {
		all = append(all, entry{key, n.children[i]})
	}
	return all
}

func (w *writer) key(key string) string {
	if key == "<<" {
		return key
	}
	if w.chance(w.quotedKeys) || !plainWord.MatchString(key) {
		if w.chance(50) {
			return strconv.Quote(key)
		}
		return "'" + key + "'"
	}
	return key
}

// value writes what follows a colon, through the end of its last line.
func (w *writer) value(n *node, indent int) {
	if w.isInline(n) {
		w.put(" ")
		w.scalar(n, indent)
		return
	}
	w.put(w.properties(n), w.trailing(), "\n")
	deeper := indent + 2
	switch {
	case n.kind == listNode && w.chance(60):
		deeper = indent
	case w.chance(w.wide):
		deeper = indent + 1 + w.random.Intn(5)
	}
	w.block(n, deeper, false)
}

// item writes what follows a dash.
func (w *writer) item(n *node, indent int) {
	if w.isInline(n) {
		w.put(" ")
		w.scalar(n, indent)
		return
	}
	gap := 1
	if w.chance(w.wide) {
		gap = 1 + w.random.Intn(4)
	}
	if properties := w.properties(n); properties != "" || w.chance(w.lonelyDash) {
		w.put(properties, w.trailing(), "\n")
		w.block(n, indent+1+gap, false)
		return
	}
	w.put(spaces(gap))
	w.block(n, indent+1+gap, true)
}

func (w *writer) isInline(n *node) bool {
	return n.kind == scalar || n.alias != nil || len(n.children) == 0 || w.chance(w.flow)
}

// properties are the anchor of a node, with a space before it.
func (w *writer) properties(n *node) string {
	if n.anchor == "" || w.names[n] != "" {
		return ""
	}
	w.names[n] = fmt.Sprintf("%s%d", n.anchor, len(w.names))
	return " &" + w.names[n]
}

// scalar writes a node that begins on the current line.
func (w *writer) scalar(n *node, indent int) {
	if n.kind == scalar && n.alias == nil && n.isText && strings.Contains(n.text, "\n") && !w.chance(w.quoted/3) && literal(n.text) {
		w.literal(n.text, indent)
		return
	}
	if n.kind != scalar && n.alias == nil && w.chance(30) {
		w.put(w.flowLines(n, indent+2+w.random.Intn(3)), w.trailing(), "\n")
		return
	}
	w.put(w.inline(n), w.trailing(), "\n")
}

// literal is true for a text that a literal block can hold without an indentation indicator.
func literal(text string) bool {
	return strings.Trim(text, "\n") != "" && !strings.HasPrefix(text, " ") && !strings.HasPrefix(text, "\n") && !strings.Contains(text, "\t")
}

func (w *writer) literal(text string, indent int) {
	chomping := ""
	switch {
	case !strings.HasSuffix(text, "\n"):
		chomping = "-"
	case strings.HasSuffix(text, "\n\n"):
		chomping = "+"
	}
	w.put("|", chomping, w.trailing(), "\n")
	step := 2
	if w.chance(w.wide) {
		step = 1 + w.random.Intn(4)
	}
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if line != "" {
			line = spaces(indent+step) + line
		}
		w.put(line, "\n")
	}
}

// plainWord is a text that needs no quotes, in block and flow style, for readers of YAML 1.1 and 1.2.
var plainWord = regexp.MustCompile(`^(?:--?)?[A-Za-z/][A-Za-z0-9_./-]*(?:[:=][A-Za-z0-9_./:-]*[A-Za-z0-9])?$`)

// reserved are words that a reader does not read as text.
var reserved = regexp.MustCompile(`(?i)^(?:y|yes|n|no|on|off|true|false|null|nan|inf|-?\.inf)$`)

func (w *writer) inline(n *node) string {
	if n.alias != nil && w.names[n.alias] != "" {
		return "*" + w.names[n.alias]
	}
	properties := ""
	if p := w.properties(n); p != "" {
		properties = p[1:] + " "
	}
	switch n.kind {
	case scalar:
		return properties + w.word(n)
	case listNode:
		var parts []string
		for _, item := range n.children {
			parts = append(parts, w.inline(item))
		}
		return properties + "[" + strings.Join(parts, ", ") + "]"
	}
	var parts []string
	for _, e := range w.entries(n) {
		parts = append(parts, w.key(e.key)+": "+w.inline(e.value))
	}
	return properties + "{" + strings.Join(parts, ", ") + "}"
}

// flowLines writes a flow collection with one entry on a line.
func (w *writer) flowLines(n *node, indent int) string {
	properties := ""
	if p := w.properties(n); p != "" {
		properties = p[1:] + " "
	}
	open, end := "{", "}"
	var parts []string
	if n.kind == listNode {
		open, end = "[", "]"
		for _, item := range n.children {
			parts = append(parts, w.inline(item))
		}
	} else {
		for _, e := range w.entries(n) {
			parts = append(parts, w.key(e.key)+": "+w.inline(e.value))
		}
	}
	for i := range parts {
		if i < len(parts)-1 || w.chance(20) {
			parts[i] += ","
		}
		parts[i] = spaces(indent) + parts[i] + w.trailing()
	}
	return properties + open + "\n" + strings.Join(parts, "\n") + "\n" + spaces(indent) + end
}

func (w *writer) word(n *node) string {
	if !n.isText {
		return n.text
	}
	safe := plainWord.MatchString(n.text) && !reserved.MatchString(n.text)
	if safe && !w.chance(w.quoted) {
		return n.text
	}
	if !strings.ContainsAny(n.text, "\n'\\") && w.chance(50) {
		return "'" + n.text + "'"
	}
	return quoteYAML(n.text)
}

// quoteYAML writes a text between double quotes, with escapes that JSON and YAML share.
func quoteYAML(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteString("\\" + string(r))
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\t':
			out.WriteString(`\t`)
		default:
			out.WriteRune(r)
		}
	}
	return out.String() + `"`
}

// writeJSON writes JSON, on lines unless the step is 0.
func (w *writer) writeJSON(n *node, step, indent int) {
	if n.kind == scalar {
		if n.isText {
			w.put(quoteYAML(n.text))
		} else {
			w.put(n.text)
		}
		return
	}
	open, end := "{", "}"
	if n.kind == listNode {
		open, end = "[", "]"
	}
	w.put(open)
	line := func(indent int) {
		if step > 0 {
			w.put("\n", spaces(indent))
		}
	}
	for i, child := range n.children {
		if i > 0 {
			w.put(",")
		}
		line(indent + step)
		if n.kind == mappingNode {
			w.put(quoteYAML(n.keys[i]), ":")
			if step > 0 {
				w.put(" ")
			}
		}
		w.writeJSON(child, step, indent+step)
	}
	if len(n.children) > 0 {
		line(indent)
	}
	w.put(end)
}
