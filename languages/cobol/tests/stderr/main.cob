       IDENTIFICATION DIVISION.
       PROGRAM-ID. MAIN.
       PROCEDURE DIVISION.
           DISPLAY "to stdout".
           DISPLAY "to stderr" UPON SYSERR.
           STOP RUN.
