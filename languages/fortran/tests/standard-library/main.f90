program modules
  use, intrinsic :: iso_c_binding
  use, intrinsic :: iso_fortran_env
  use, intrinsic :: ieee_arithmetic
  use, intrinsic :: ieee_exceptions
  use, intrinsic :: ieee_features
  use omp_lib
  use openacc, only: acc_device_none
  implicit none
  integer :: sum, i

  sum = 0
  !$omp parallel do reduction(+:sum)
  do i = 1, 100
    sum = sum + i
  end do
  if (sum == 5050 .and. omp_get_max_threads() > 0 .and. ieee_is_nan(ieee_value(1.0, ieee_quiet_nan)) &
      .and. c_int == int32) print '(a)', 'all are there'
end program modules
