package fetch_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	"autoencoder-dynamics/internal/cifar10/fetch"
)

func ExampleFetch() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") }))
	defer server.Close()
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	request := fetch.Request{
		URLs:   []string{server.URL},
		Path:   filepath.Join(folder, "hello.txt"),
		Size:   5,
		SHA256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
	}
	result, err := fetch.Fetch(context.Background(), request, fetch.Settings{})
	content, _ := os.ReadFile(request.Path)
	fmt.Println(string(content), result.Requests, err)
	// Output: hello 1 <nil>
}
