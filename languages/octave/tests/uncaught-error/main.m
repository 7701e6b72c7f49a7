function fail_now()
  error("boom");
end

fail_now()
