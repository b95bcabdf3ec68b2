// Package batch runs the transformer over any number of streams in one process, for the checks in Go.
package batch

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// defaultServer starts the program in its batch mode, in which one process runs any number of streams.
const defaultServer = "dotnet ../Transformer.Fuzzing/bin/Debug/net10.0/Transformer.Fuzzing.dll batch"

// Transformer is a running batch process. A request is the number of arguments, the arguments and the input; an answer is the exit code,
// standard output and standard error. Numbers are 32-bit little-endian, and texts follow their length in bytes.
type Transformer struct {
	process *exec.Cmd
	in      *bufio.Writer
	out     *bufio.Reader
	pipe    io.Closer
}

// Result is the result of one run.
type Result struct {
	Exit   int
	Output string
	Report string // standard error
}

// Start runs the command in BATCH_SERVER, or the program that "make build" creates.
func Start() (*Transformer, error) {
	command := os.Getenv("BATCH_SERVER")
	if command == "" {
		command = defaultServer
	}
	words := strings.Fields(command)
	process := exec.Command(words[0], words[1:]...)
	process.Stderr = os.Stderr
	in, err := process.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := process.Start(); err != nil {
		return nil, fmt.Errorf("cannot start %q (run make build first): %w", command, err)
	}
	return &Transformer{process: process, in: bufio.NewWriterSize(in, 1<<16), out: bufio.NewReaderSize(out, 1<<16), pipe: in}, nil
}

// Stop ends the process.
func (t *Transformer) Stop() error {
	if err := t.pipe.Close(); err != nil {
		return err
	}
	return t.process.Wait()
}

// Run transforms one stream.
func (t *Transformer) Run(input string, arguments ...string) (Result, error) {
	t.writeNumber(len(arguments))
	for _, argument := range arguments {
		t.writeText(argument)
	}
	t.writeText(input)
	if err := t.in.Flush(); err != nil {
		return Result{}, err
	}
	exit, err := t.readNumber()
	if err != nil {
		return Result{}, fmt.Errorf("the transformer ended: %w", err)
	}
	output, err := t.readText()
	if err != nil {
		return Result{}, err
	}
	report, err := t.readText()
	return Result{exit, output, report}, err
}

func (t *Transformer) writeNumber(n int) {
	var bytes [4]byte
	binary.LittleEndian.PutUint32(bytes[:], uint32(n))
	t.in.Write(bytes[:]) // an error stays in the writer until Flush
}

func (t *Transformer) writeText(text string) {
	t.writeNumber(len(text))
	t.in.WriteString(text)
}

func (t *Transformer) readNumber() (int, error) {
	var bytes [4]byte
	_, err := io.ReadFull(t.out, bytes[:])
	return int(binary.LittleEndian.Uint32(bytes[:])), err
}

func (t *Transformer) readText() (string, error) {
	length, err := t.readNumber()
	if err != nil {
		return "", err
	}
	bytes := make([]byte, length)
	_, err = io.ReadFull(t.out, bytes)
	return string(bytes), err
}
