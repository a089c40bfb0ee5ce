# R's smoothers at a Gaussian of the workload's bandwidth. usage: peer_r.R WORKLOAD TASK OUT locpoly|locfit|ksmooth
#   locpoly  KernSmooth, local constant, binned on 401 points; task grid keeps its points, predict interpolates between them
#   locfit   local constant, interpolating as it does unless told otherwise; its Gaussian is cut off
#   ksmooth  stats, cut at 4 standard deviations; its bandwidth has the quartiles at a quarter of it
args <- commandArgs(TRUE); folder <- args[1]; task <- args[2]; out <- args[3]; who <- args[4]
meta <- scan(file.path(folder, "meta.txt"), quiet = TRUE)
n <- meta[1]; d <- meta[2]; m <- meta[3]; h <- meta[4]
read <- function(name, count) readBin(file.path(folder, paste0(name, ".bin")), "double", count, size = 8, endian = "little")
x <- matrix(read("x", n * d), n, d, byrow = TRUE); y <- read("y", n); queries <- matrix(read("xq", m * d), m, d, byrow = TRUE)
colnames(x) <- colnames(queries) <- paste0("v", 1:d)
package <- c(locpoly = "KernSmooth", locfit = "locfit", ksmooth = "stats")[[who]]
suppressMessages(library(package, character.only = TRUE))
compute <- switch(who,
  locpoly = function() {
    fit <- locpoly(x[, 1], y, degree = 0, bandwidth = h, gridsize = 401)
    if (task == "grid") fit$y else approx(fit, xout = queries[, 1], rule = 2)$y
  },
  locfit = function() as.numeric(predict(locfit.raw(x, y, alpha = c(0, 2.5 * h), deg = 0, kern = "gauss", ev = rbox()), newdata = queries)),
  ksmooth = function() ksmooth(x[, 1], y, kernel = "normal", bandwidth = h / 0.3706505, x.points = queries[, 1])$y)
clock <- function(calls = 1) {
  cpu <- proc.time(); wall <- as.numeric(Sys.time())
  for (k in seq_len(calls)) result <- compute()
  wall <- as.numeric(Sys.time()) - wall; cpu <- proc.time() - cpu
  list(wall = wall / calls, cpu = (cpu[["user.self"]] + cpu[["sys.self"]]) / calls, result = result)
}
first <- clock(); runs <- list(); start <- as.numeric(Sys.time())
calls <- max(1, ceiling(0.1 / first$wall)) # its clock of processor time ticks in milliseconds
while (first$wall < 5 && as.numeric(Sys.time()) - start < (if (length(runs) >= 5) 1 else 5)) runs[[length(runs) + 1]] <- clock(calls)
runs <- if (length(runs) == 0) list(first) else tail(runs, 5)
middle <- function(what) sort(sapply(runs, function(r) r[[what]]))[length(runs) %/% 2 + 1]
peak <- as.numeric(gsub("[^0-9]", "", grep("VmHWM", readLines("/proc/self/status"), value = TRUE))) / 1024
to <- file(out, "wb"); writeBin(first$result, to, size = 8, endian = "little"); close(to)
cat(sprintf('{"version": "%s", "first": %.9g, "seconds": %.9g, "cpu": %.9g, "megabytes": %.6g}\n',
  packageVersion(package), first$wall, middle("wall"), middle("cpu"), peak))
