let () =
  let hoard = ref [] in
  while true do
    hoard := Bytes.make 1048576 'x' :: !hoard
  done
