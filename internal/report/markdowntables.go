package report

import (
	"bytes"
	"fmt"
	"strings"
)

// markdownTables writes tables, each under its title, with a link to its CSV file.
func markdownTables(out *bytes.Buffer, all []tableView) {
	for _, t := range all {
		fmt.Fprintf(out, "**%s**", inline(t.Title))
		if t.Note != "" {
			fmt.Fprintf(out, " %s", inline(t.Note))
		}
		if t.Href != "" {
			fmt.Fprintf(out, " [CSV](%s)", address(t.Href))
		}
		fmt.Fprint(out, "\n\n")
		names, rules := make([]string, len(t.Columns)), make([]string, len(t.Columns))
		for i, c := range t.Columns {
			names[i], rules[i] = inline(c.Name), "---"
			if c.Numbers {
				rules[i] = "---:"
			}
		}
		fmt.Fprintf(out, "| %s |\n|%s|\n", strings.Join(names, " | "), strings.Join(rules, "|"))
		for _, row := range t.Rows {
			texts := make([]string, len(row))
			for i, cell := range row {
				texts[i] = inline(cell.Text)
			}
			fmt.Fprintf(out, "| %s |\n", strings.Join(texts, " | "))
		}
		fmt.Fprint(out, "\n")
	}
}
