(* Linked into every program, before its own files. OCaml keeps what is written to a pipe until much is together: what was
   printed before a program is killed would never be seen. *)
let () = Out_channel.set_buffered stdout false
