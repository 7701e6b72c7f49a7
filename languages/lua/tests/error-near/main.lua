error("somewhere near here")
