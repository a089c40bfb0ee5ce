"""statsmodels KernelReg, local constant. Tasks: predict, cv. A fit computes marginal effects too; its interface can't leave them out."""
import numpy as np
import statsmodels
from statsmodels.nonparametric.kernel_regression import KernelReg

import common

args, workload = common.arguments()
kinds = "c" * workload.d


def predict():
    return KernelReg(workload.y, workload.x, kinds, reg_type="lc", bw=workload.h).fit(workload.xq)[0]


def cv():
    return np.asarray(KernelReg(workload.y, workload.x, kinds, reg_type="lc", bw="cv_ls").bw)


common.measure(statsmodels.__version__, args, workload, {"predict": predict, "cv": cv}[args.task])
