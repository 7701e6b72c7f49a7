% Loaded before every program. A question is seen before its answer, unless the input is there already or has ended.
:- wait_for_input([user_input], [], 0) -> set_stream(user_output, buffer(false)) ; true.
