package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	if time.Now().Unix() < 1_700_000_000 || rand.Uint64() == rand.Uint64() {
		os.Exit(1)
	}

	var sum atomic.Int64
	var group sync.WaitGroup
	for number := range 4 {
		group.Go(func() { sum.Add(int64(number)) })
	}
	group.Wait()
	fmt.Println("clock random", sum.Load())
}
