missing_ones = filter(readdir(Sys.STDLIB)) do name
    try
        Base.require(Main, Symbol(name))
        false
    catch
        true
    end
end
println(length(readdir(Sys.STDLIB)) > 20, " ", missing_ones)
