println args.join('\n')
