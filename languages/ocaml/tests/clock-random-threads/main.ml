let () =
  Random.self_init ();
  assert (Unix.time () > 1_700_000_000.);
  assert (Random.bits () <> Random.bits ());

  let sum = Atomic.make 0 in
  let add number = ignore (Atomic.fetch_and_add sum number) in
  let domains = List.map (fun number -> Domain.spawn (fun () -> add number)) [ 1; 2 ] in
  let thread = Thread.create add 3 in
  List.iter Domain.join domains;
  Thread.join thread;
  Printf.printf "clock random %d\n" (Atomic.get sum)
