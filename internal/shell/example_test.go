package shell_test

import (
	"fmt"

	"autoencoder-dynamics/internal/shell"
)

func ExampleJoin() {
	fmt.Println(shell.Join("run", "erf-theory", "-f", "my paper.yaml", "--set", "erf-theory.init={weights: 'a.npz'}"))
	fmt.Println(shell.Quote("clear\x1b[2J"))
	// Output:
	// run erf-theory -f 'my paper.yaml' --set 'erf-theory.init={weights: '\''a.npz'\''}'
	// "$(printf 'clear\033[2J')"
}
