package figure

import (
	"fmt"
	"os"

	"autoencoder-dynamics/internal/jsonfile"
)

// The files of a figure beside its pictures figure.svg, figure.pdf and figure.png.
const (
	DataFile    = "data.csv"
	ClaimsFile  = "claims.json"
	SummaryFile = "figure.json"
)

// PictureFile is the name of the picture in a format.
func PictureFile(format string) string { return "figure." + format }

// Write writes one file of the figure at a time; path says where a file of that name goes.
// between is called before each file, and its error ends the work: it is where a caller
// looks whether to go on.
func Write(b *Built, s Style, path func(name string) string, between func() error) error {
	for _, format := range Formats() {
		if err := between(); err != nil {
			return err
		}
		picture, err := Render(b, s, format)
		if err != nil {
			return err
		}
		if err := writeFile(path(PictureFile(format)), picture); err != nil {
			return err
		}
	}
	data, err := Data(b)
	if err != nil {
		return err
	}
	if err := writeFile(path(DataFile), data); err != nil {
		return err
	}
	if err := writeTables(b, path); err != nil {
		return err
	}
	if err := writeRecord(b, s, path); err != nil {
		return err
	}
	claims := struct {
		Claims []Claim `json:"claims"`
	}{append([]Claim{}, b.Claims...)}
	if err := jsonfile.Write(path(ClaimsFile), claims); err != nil {
		return fmt.Errorf("claims of figure %s: %w", b.Name, err)
	}
	if err := jsonfile.Write(path(SummaryFile), Summarize(b, s)); err != nil {
		return fmt.Errorf("summary of figure %s: %w", b.Name, err)
	}
	return nil
}

func writeFile(path string, content []byte) error {
	if err := os.WriteFile(path, content, 0o644); err != nil {
		return fmt.Errorf("write a figure's file: %w", err)
	}
	return nil
}
