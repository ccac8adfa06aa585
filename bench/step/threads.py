"""The number of threads of torch and its BLAS; import and call it before torch."""
import os


def set_threads(threads):
    # OpenBLAS keeps its own threads, which torch.set_num_threads does not govern.
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = str(threads)
    # With the pthread OpenBLAS two pools share the cores: OpenMP threads that spin while OpenBLAS works make two threads slower
    # than one. (With libopenblas0-openmp there is one pool: set OMP_WAIT_POLICY=active there.)
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    import torch

    torch.set_num_threads(threads)
    return torch


def versions(torch):
    """PyTorch's version and the BLAS that this process really loaded: the folder says whether it is OpenBLAS, and with which threads."""
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "/libblas" in line or "/libopenblas" in line or "/libmkl" in line}
    return f"PyTorch {torch.__version__}, {', '.join(sorted('/'.join(path.split('/')[-2:]) for path in paths)) or 'its own BLAS'}"
