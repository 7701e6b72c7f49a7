BEGIN { greeting = "Grüße, 世界 🎉"; if (length(greeting) != 11) exit 1 }
{ print greeting ": " $0 }
