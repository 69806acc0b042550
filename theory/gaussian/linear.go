package gaussian

// Linear is the activation g(x) = x: the autoencoder is then a linear map of rank K.
type Linear struct{}

// Name returns "linear".
func (Linear) Name() string { return "linear" }

// Value returns x.
func (Linear) Value(x float64) float64 { return x }

// Derivative returns 1.
func (Linear) Derivative(float64) float64 { return 1 }

// Single returns a = 1 and f = 0.
func (Linear) Single(Marginal) Single { return Single{A: 1} }

// Pair returns M_kl = Q_kl, N_kl = 1 and P_kl = 0.
func (Linear) Pair(law Joint) Pair { return Pair{M: law.Covariance, N: 1} }
