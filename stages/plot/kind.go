package plot

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/stages"
)

// Kind is the plot stage; it draws any of its figures.
type Kind struct{ Figures []figure.Figure }

var _ stages.Rooted = Kind{}

// Name implements stages.Kind.
func (Kind) Name() string { return "plot" }

// Summary implements stages.Kind.
func (Kind) Summary() string {
	return "Draws one figure as SVG, PDF and PNG, with its numbers as CSV and its claims checked."
}

// Defaults implements stages.Kind. The figure is that of the stage's name.
func (Kind) Defaults(stage string) any { return &Parameters{Figure: stage} }

// StageNames lists the figures, whose ports a schema of pipeline files must let in.
func (k Kind) StageNames() []string {
	names := make([]string, len(k.Figures))
	for i, one := range k.Figures {
		names[i] = one.Name()
	}
	return names
}

// Ports implements stages.Kind: those of the figure. Where there is no such figure they are those of all, so that
// the only mistake found in the stage is the figure's name.
func (k Kind) Ports(parameters any) []stages.Port {
	if drawn, ok := k.find(parameters.(*Parameters).Figure); ok {
		return drawn.Ports()
	}
	var union []stages.Port
	for _, one := range k.Figures {
		for _, port := range one.Ports() {
			union = merge(union, port)
		}
	}
	return union
}

// merge adds a port to others, letting in what either of the same name lets in; none is required.
func merge(ports []stages.Port, port stages.Port) []stages.Port {
	port.Required = false
	i := slices.IndexFunc(ports, func(p stages.Port) bool { return p.Name == port.Name })
	if i < 0 {
		port.Kinds = slices.Clone(port.Kinds)
		return append(ports, port)
	}
	ports[i].Many = ports[i].Many || port.Many
	for _, kind := range port.Kinds {
		if !slices.Contains(ports[i].Kinds, kind) {
			ports[i].Kinds = append(ports[i].Kinds, kind)
		}
	}
	return ports
}

// Run implements stages.Kind. It fails where the inputs can't be read or don't belong together.
func (k Kind) Run(ctx context.Context, call *stages.Call) error {
	parameters := call.Parameters.(*Parameters)
	drawn, ok := k.find(parameters.Figure)
	if !ok {
		return fmt.Errorf("no figure is called %q", parameters.Figure)
	}
	style, err := parameters.style()
	if err != nil {
		return err
	}
	files := int64(len(figure.Formats()))
	call.Progress.Total(files, "pictures")
	built, err := drawn.Build(inputs.NewSet(call.Inputs))
	if err != nil {
		return fmt.Errorf("figure %s: %w", drawn.Name(), err)
	}
	built.Caveats = call.Caveats(drawn.Ports())
	built.SayWhatIsLeftOut()
	before := int64(0)
	return figure.Write(built, style, call.OutputPath, func() error {
		call.Progress.Add(before)
		before = 1
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("figure %s: %w", drawn.Name(), err)
		}
		return nil
	})
}

// CodeRoots implements stages.Rooted: this package, and of the figures' package what the figure's type reaches.
func (k Kind) CodeRoots(parameters any) []stages.CodeRoot {
	roots := []stages.CodeRoot{{Package: reflect.TypeFor[Kind]().PkgPath()}}
	if drawn, ok := k.find(parameters.(*Parameters).Figure); ok {
		root := reflect.TypeOf(drawn)
		roots = append(roots, stages.CodeRoot{Package: root.PkgPath(), Symbol: root.Name()})
	}
	return roots
}

func (k Kind) find(name string) (found figure.Figure, ok bool) {
	for _, candidate := range k.Figures {
		if candidate.Name() == name {
			return candidate, true
		}
	}
	return nil, false
}
