package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/reference/drawing"
	"autoencoder-dynamics/internal/reference/picture"
)

// The files of an accepted figure, beside manifest.json.
const (
	manifestFile   = "manifest.json"
	dataFile       = figure.DataFile
	summaryFile    = figure.SummaryFile
	operationsFile = figure.OperationsFile
	claimsFile     = figure.ClaimsFile
	pictureFile    = "picture.png"
)

// contentFiles are the files that hold an accepted figure's content.
func contentFiles() []string {
	return []string{dataFile, summaryFile, operationsFile, claimsFile, pictureFile}
}

// Content is a figure as it was accepted, or as a run made it: without private images.
type Content struct {
	Series  []Series
	Summary figure.Summary
	Drawing drawing.Drawing
	Claims  []Claim
	Picture *image.NRGBA // in the resolution and the colours of accepted pictures
}

// maxFile bounds the size of a file that is read, in bytes, and the others that of a picture: one that a run made, and
// one that was accepted, in a lower resolution, maybe by a stranger.
const (
	maxFile           = 16 << 20
	maxPixels         = 32 << 20
	maxAcceptedPixels = 4 << 20
)

// ReadOutputs returns the content that a run has made. read returns an output of the plot stage by its name, and
// false where there is none of that name.
func ReadOutputs(read func(name string) (content []byte, ok bool, err error)) (Content, error) {
	files := map[string][]byte{}
	for name, outputs := range map[string][]string{
		dataFile:       {figure.PublicDataFile, figure.DataFile},
		pictureFile:    {figure.PublicPictureFile, figure.PictureFile("png")},
		summaryFile:    {summaryFile},
		operationsFile: {operationsFile},
		claimsFile:     {claimsFile},
	} {
		for _, output := range outputs {
			text, ok, err := read(output)
			if err != nil {
				return Content{}, err
			}
			if ok {
				files[name] = text
				break
			}
		}
	}
	content, err := parseContent(files, maxPixels)
	if err == nil {
		content.Picture = picture.FewColours(picture.Reduce(content.Picture, content.Drawing.Width))
	}
	return content, err
}

// parseContent reads the files of a figure, whose picture has at most so many pixels.
func parseContent(files map[string][]byte, pixels int) (Content, error) {
	var c Content
	for _, file := range []struct {
		name string
		read func(text []byte) error
	}{
		{dataFile, func(text []byte) (err error) { c.Series, err = ReadSeries(text); return err }},
		{summaryFile, func(text []byte) error { return json.Unmarshal(text, &c.Summary) }},
		{operationsFile, func(text []byte) (err error) { c.Drawing, err = ReadDrawing(text); return err }},
		{claimsFile, func(text []byte) (err error) { c.Claims, err = readClaims(text); return err }},
		{pictureFile, func(text []byte) (err error) { c.Picture, err = readPicture(text, pixels); return err }},
	} {
		text, ok := files[file.name]
		if !ok {
			return c, fmt.Errorf("%s is missing", file.name)
		}
		if len(text) > maxFile {
			return c, fmt.Errorf("%s has %d bytes, more than any figure's", file.name, len(text))
		}
		if err := file.read(text); err != nil {
			return c, fmt.Errorf("%s: %w", file.name, err)
		}
	}
	return c, nil
}

func readClaims(text []byte) ([]Claim, error) {
	var file struct {
		Claims []Claim `json:"claims"`
	}
	err := json.Unmarshal(text, &file)
	return file.Claims, err
}

// readPicture decodes a PNG, after a look at its size.
func readPicture(text []byte, most int) (*image.NRGBA, error) {
	config, err := png.DecodeConfig(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > most/config.Height {
		return nil, fmt.Errorf("%d by %d pixels are no picture of a figure", config.Width, config.Height)
	}
	decoded, err := png.Decode(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	return picture.OnWhite(decoded), nil
}

// files returns the content as an accepted figure keeps it: with numbers rounded.
func (c Content) files() (map[string][]byte, error) {
	data, err := writeSeries(c.Series)
	if err != nil {
		return nil, err
	}
	var operations, encoded bytes.Buffer
	if err := c.Drawing.Write(&operations); err != nil {
		return nil, err
	}
	if err := picture.Encode(&encoded, c.Picture); err != nil {
		return nil, err
	}
	files := map[string][]byte{dataFile: data, operationsFile: operations.Bytes(), pictureFile: encoded.Bytes()}
	for name, value := range map[string]any{
		summaryFile: c.Summary, claimsFile: map[string][]Claim{"claims": append([]Claim{}, c.Claims...)},
	} {
		text, err := json.MarshalIndent(value, "", "  ")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		files[name] = append(text, '\n')
	}
	return files, nil
}
