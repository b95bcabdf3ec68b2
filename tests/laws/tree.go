package main

import "math/rand"

// node is a value of a generated document, with the order of its keys. The writer gives it a style.
type node struct {
	kind     nodeKind
	text     string // of a scalar
	isText   bool   // a scalar that must be read as a text
	keys     []string
	children []*node

	anchor string // set when a later node refers to it
	alias  *node  // written as an alias of an equal node
	merge  *node  // an earlier mapping that a merge key includes; entries of the node override it
}

type nodeKind int

const (
	scalar nodeKind = iota
	mappingNode
	listNode
)

// str is a text, raw anything else that is one word: a number, a boolean, null.
func str(text string) *node { return &node{text: text, isText: true} }
func raw(text string) *node { return &node{text: text} }

// dict makes a mapping of keys and values in turn. A nil value leaves its key out.
func dict(entries ...interface{}) *node {
	n := &node{kind: mappingNode}
	for i := 0; i < len(entries); i += 2 {
		if child := toNode(entries[i+1]); child != nil {
			n.set(entries[i].(string), child)
		}
	}
	return n
}

func list(entries ...interface{}) *node {
	n := &node{kind: listNode}
	for _, entry := range entries {
		if child := toNode(entry); child != nil {
			n.children = append(n.children, child)
		}
	}
	return n
}

func texts(words ...string) *node {
	n := &node{kind: listNode}
	for _, word := range words {
		n.children = append(n.children, str(word))
	}
	return n
}

func toNode(entry interface{}) *node {
	switch entry := entry.(type) {
	case string:
		return str(entry)
	case *node:
		return entry
	}
	return nil
}

func (n *node) set(key string, child *node) {
	n.keys = append(n.keys, key)
	n.children = append(n.children, child)
}

func (n *node) get(key string) *node {
	for i, k := range n.keys {
		if k == key {
			return n.children[i]
		}
	}
	return nil
}

func (n *node) equal(other *node) bool {
	if n.kind != other.kind || n.text != other.text || n.isText != other.isText || len(n.children) != len(other.children) {
		return false
	}
	for i, child := range n.children {
		if n.kind == mappingNode && n.keys[i] != other.keys[i] || !child.equal(other.children[i]) {
			return false
		}
	}
	return true
}

// clone copies a node and all below it; the same node may be at several places of the original.
func (n *node) clone() *node {
	copied := *n
	copied.children = nil
	for _, child := range n.children {
		copied.children = append(copied.children, child.clone())
	}
	return &copied
}

// nodes are a node and all below it, in the order of writing.
func (n *node) nodes() []*node {
	all := []*node{n}
	for _, child := range n.children {
		all = append(all, child.nodes()...)
	}
	return all
}

// share makes nodes of a document refer to earlier ones: equal values as aliases, mappings that have all keys of an earlier one by a merge
// key.
func (n *node) share(random *rand.Rand, oneIn int) {
	var before []*node
	var visit func(n *node)
	visit = func(n *node) {
		if n.kind != scalar && len(n.children) > 0 && random.Intn(oneIn) == 0 {
			for _, at := range random.Perm(len(before)) {
				other := before[at]
				if other.equal(n) && random.Intn(2) == 0 {
					n.alias = other
				} else if mergeable(other, n) {
					n.merge = other
				} else {
					continue
				}
				other.anchor = "a"
				return
			}
		}
		for _, child := range n.children {
			visit(child)
		}
		before = append(before, n) // complete: what is below it may not refer to it
	}
	visit(n)
}

// mergeable is true when a mapping has all keys of another one, and at least one with the same value.
func mergeable(other, n *node) bool {
	if other.kind != mappingNode || n.kind != mappingNode || other.merge != nil || len(other.keys) == 0 {
		return false
	}
	same := false
	for i, key := range other.keys {
		own := n.get(key)
		if own == nil {
			return false
		}
		same = same || own.equal(other.children[i])
	}
	return same
}
