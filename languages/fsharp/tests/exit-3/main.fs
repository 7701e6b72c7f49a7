printfn "leaving"
exit 3
