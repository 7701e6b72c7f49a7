global main
extern time, getrandom, pthread_create, pthread_join, printf

section .data
format:  db "clock random %d", 10, 0

section .bss
seeds:   resd 2
threads: resq 3
result:  resq 1

section .text
echo:
    mov     rax, rdi
    ret

main:
    push    rbx
    push    r12
    sub     rsp, 8

    xor     edi, edi
    call    time
    cmp     rax, 1700000000
    jl      .fail
    mov     rdi, seeds
    mov     esi, 8
    xor     edx, edx
    call    getrandom
    mov     eax, [seeds]
    cmp     eax, [seeds + 4]
    je      .fail

    xor     ebx, ebx
.start:
    lea     rdi, [threads + rbx * 8]
    xor     esi, esi
    mov     rdx, echo
    lea     rcx, [rbx + 1]
    call    pthread_create
    inc     ebx
    cmp     ebx, 3
    jb      .start

    xor     ebx, ebx
    xor     r12d, r12d
.wait:
    mov     rdi, [threads + rbx * 8]
    mov     rsi, result
    call    pthread_join
    add     r12, [result]
    inc     ebx
    cmp     ebx, 3
    jb      .wait

    mov     rdi, format
    mov     rsi, r12
    xor     eax, eax
    call    printf
    xor     eax, eax
    jmp     .leave
.fail:
    mov     eax, 1
.leave:
    add     rsp, 8
    pop     r12
    pop     rbx
    ret
