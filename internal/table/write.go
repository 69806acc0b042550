package table

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
)

// WriteFile writes the table as CSV to a new file, or over an old one. It returns an error
// where columns differ in length, a name is empty or repeated, a number isn't finite (it says which in which column), or
// writing fails; a table that can't be written leaves an old file as it is.
func WriteFile(path string, t Table) error {
	if err := t.check(); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := errors.Join(Write(file, t), file.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

// Write writes the table as CSV: a header row, then the numbers in the shortest form that
// reads back as the same float64; lines end in "\n". Names with commas or quotes are quoted.
func Write(w io.Writer, t Table) error {
	if err := t.check(); err != nil {
		return err
	}
	header := csv.NewWriter(w)
	if err := header.Write(t.Names); err != nil {
		return err
	}
	if header.Flush(); header.Error() != nil {
		return header.Error()
	}
	buffered := bufio.NewWriter(w)
	var line []byte
	for i := range t.Rows() {
		line = line[:0]
		for j, column := range t.Columns {
			if j > 0 {
				line = append(line, ',')
			}
			line = strconv.AppendFloat(line, column[i], 'g', -1, 64)
		}
		if _, err := buffered.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return buffered.Flush()
}
