program concurrent
  implicit none
  integer :: i, sum = 0, date(8)
  real :: numbers(2)

  call date_and_time(values=date)
  call random_init(repeatable=.false., image_distinct=.true.)
  call random_number(numbers)
  if (date(1) < 2024 .or. numbers(1) == numbers(2)) error stop

  !$omp parallel do num_threads(3) reduction(+:sum)
  do i = 1, 3
    sum = sum + i
  end do
  print '(a, i0)', 'clock random ', sum
end program concurrent
