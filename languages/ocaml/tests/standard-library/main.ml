open Printf

module Words = Map.Make (String)

let sum = ref 0

let () =
  let thread = Thread.create (fun () -> sum := List.fold_left ( + ) 0 (List.init 101 Fun.id)) () in
  Thread.join thread;
  let words = Words.of_seq (List.to_seq [ ("a", 1); ("b", 2) ]) in
  let buffer = Buffer.create 8 in
  Buffer.add_string buffer (String.uppercase_ascii "ada");
  let bits = Bytes.create 8 in
  Bytes.set_int64_le bits 0 42L;
  let queue = Queue.create () and stack = Stack.create () in
  Queue.add 1 queue;
  Stack.push 2 stack;
  let domain = Domain.spawn (fun () -> Atomic.get (Atomic.make 7)) in
  let lazily = lazy (Random.State.int (Random.State.make [| 1 |]) 9) in
  let all =
    [ !sum = 5050; Words.cardinal words = 2; Buffer.contents buffer = "ADA"; Bytes.get_int64_le bits 0 = 42L;
      Queue.pop queue + Stack.pop stack = 3; Domain.join domain = 7; Lazy.force lazily < 9;
      Digest.to_hex (Digest.string "Ada") <> ""; Filename.basename "/a/b" = "b"; Unix.getpid () > 0;
      Str.string_match (Str.regexp "a.a") "ada" 0; Z.to_string (Z.pow (Z.of_int 2) 100) <> ""; Q.to_string (Q.of_ints 1 2) = "1/2";
      Scanf.sscanf "42" "%d" Fun.id = 42; Format.asprintf "%d" 1 = "1"; Seq.length (String.to_seq "ada") = 3;
      Array.length (Array.make 3 0) = 3; Hashtbl.hash 1 >= 0; Complex.norm Complex.one = 1.; Float.pi > 3.; Int64.one = 1L;
      Option.get (Some true); Result.is_ok (Ok 1); Either.is_left (Left 1); Sys.unix; Marshal.header_size > 0;
      Bigarray.Array1.dim (Bigarray.Array1.create Bigarray.int Bigarray.c_layout 2) = 2; Gc.minor_words () > 0. ]
  in
  printf "%s\n" (if List.for_all Fun.id all then "all are there" else "one is missing")
