package figure

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"autoencoder-dynamics/internal/figure/markup"
)

// The files of a figure's tables. A figure writes those that it has rows for.
const (
	LearningTimesFile = "learning-times.csv"
	PlateausFile      = "plateaus.csv"
	ExponentsFile     = "exponents.csv"
	DeviationsFile    = "deviations.csv"
)

// TableFiles returns the names of the tables' files, in the order in which a report shows them.
func TableFiles() []string {
	return []string{LearningTimesFile, PlateausFile, ExponentsFile, DeviationsFile}
}

// frames returns the tables that have rows, by the names of their files.
func (t Tables) frames() map[string]dataframe.DataFrame {
	frames := map[string]dataframe.DataFrame{}
	add := func(name string, rows any, n int) {
		if n > 0 {
			frames[name] = exactly(dataframe.LoadStructs(rows, dataframe.NaNValues(nil)))
		}
	}
	add(LearningTimesFile, t.LearningTimes, len(t.LearningTimes))
	add(PlateausFile, t.Plateaus, len(t.Plateaus))
	add(ExponentsFile, t.Exponents, len(t.Exponents))
	add(DeviationsFile, t.Deviations, len(t.Deviations))
	return frames
}

// exactly turns the columns of a data frame into text: gota writes a number with six decimals, which leaves nothing
// of 1e-7 and cuts digits off others. Numbers are written to read back as the same bits, those that aren't there as
// empty cells, and texts in Unicode ("E₄").
func exactly(frame dataframe.DataFrame) dataframe.DataFrame {
	return frame.Capply(func(column series.Series) series.Series {
		var cells []string
		switch column.Type() {
		case series.Float:
			for _, value := range column.Float() {
				if math.IsNaN(value) {
					cells = append(cells, "")
				} else {
					cells = append(cells, exact(value))
				}
			}
		default:
			for _, text := range column.Records() {
				cells = append(cells, markup.Unicode(text))
			}
		}
		return series.New(cells, series.String, column.Name)
	})
}

// writeTables writes the tables that have rows; path says where a file of that name goes.
func writeTables(b *Built, path func(name string) string) error {
	frames := b.Tables.frames()
	for _, name := range TableFiles() {
		frame, ok := frames[name]
		if !ok {
			continue
		}
		var buffer bytes.Buffer
		if err := frame.WriteCSV(&buffer); err != nil {
			return fmt.Errorf("%s of figure %s: %w", name, b.Name, err)
		}
		if err := writeFile(path(name), buffer.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// ReadTable reads a table that a figure wrote. All columns are text, so that WriteCSV gives back the same file;
// Float of a column gives its numbers, NaN for an empty cell.
func ReadTable(path string) (dataframe.DataFrame, error) {
	file, err := os.Open(path)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("read a figure's table: %w", err)
	}
	defer file.Close()
	frame := dataframe.ReadCSV(file, dataframe.DetectTypes(false), dataframe.DefaultType(series.String), dataframe.NaNValues(nil))
	if frame.Err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("read a figure's table %s: %w", path, frame.Err)
	}
	return frame, nil
}

// JoinTables puts the tables of one kind of several figures below each other, with a column "figure" before theirs.
// paths has the file of each figure that wrote one; order names the figures in the order of their rows. It fails
// where no figure in order has a table, and where one can't be read.
func JoinTables(order []string, paths map[string]string) (dataframe.DataFrame, error) {
	var joined dataframe.DataFrame
	for _, name := range order {
		path, ok := paths[name]
		if !ok {
			continue
		}
		frame, err := ReadTable(path)
		if err != nil {
			return dataframe.DataFrame{}, fmt.Errorf("figure %s: %w", name, err)
		}
		names := make([]string, frame.Nrow())
		for i := range names {
			names[i] = name
		}
		frame = dataframe.New(series.New(names, series.String, "figure")).CBind(frame)
		if joined.Ncol() > 0 {
			frame = joined.RBind(frame)
		}
		if frame.Err != nil {
			return dataframe.DataFrame{}, fmt.Errorf("join the table of figure %s to those before: %w", name, frame.Err)
		}
		joined = frame
	}
	if joined.Ncol() == 0 {
		return dataframe.DataFrame{}, errors.New("join tables: no figure has one")
	}
	return joined, nil
}
