package main

import (
	"fmt"
	"math"
	"math/big"
)

func main() {
	trillion, most := int64(1_000_000_000_000), int64(math.MaxInt64)
	tenth, fifth := 0.1, 0.2
	fmt.Println(new(big.Int).Mul(big.NewInt(trillion), big.NewInt(trillion)))
	fmt.Println(new(big.Int).Exp(big.NewInt(2), big.NewInt(100), nil))
	fmt.Println(new(big.Int).Add(big.NewInt(most), big.NewInt(1)))
	fmt.Println(tenth + fifth)
	fmt.Println(trillion * trillion)
	fmt.Println(most + 1)
	fmt.Println(7/2, -7%3)
}
