# Installs PyTorch with CUDA into .venv-gpu and records its version and location in .venv-gpu/libtorch, which setup.sh
# reads. Called by ./run gpu-setup with the project's folder as its argument.
set -euo pipefail
root=$1
source "$root/environment/setup.sh"

[[ "$(uname -sm)" == "Linux x86_64" ]] || fail "A GPU is supported on Linux x86_64 only; this is $(uname -sm)."
set_up_library
require_python
version=$(pytorch_version)
venv="$root/.venv-gpu"

# DJL's JNI library is built for one CUDA release; it also works with a libtorch for an older minor release.
jni=$(tr ':' '\n' <<<"$(library_class_path)" | grep -m 1 "pytorch-jni-.*\.jar" || true)
[[ -n "$jni" ]] || fail "DJL's JNI library (pytorch-jni) is not on the class path."
flavor=$("$JAVA_HOME/bin/jar" --list --file "$jni" |
  sed -n 's|^jnilib/linux-x86_64/\(cu[0-9]*\)/libdjl_torch\.so$|\1|p' | sort | tail -n 1)
[[ -n "$flavor" ]] || fail "$(basename "$jni") contains no CUDA library."

mkdir -p "$root/lib/notebook/target"
requirements="$root/lib/notebook/target/requirements-gpu.txt"
echo "torch==$version" >"$requirements"
echo "PyTorch $version with CUDA needs about 5 GB of disk space." >&2
make_venv "$venv" "$requirements"

site_packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
libtorch="$site_packages/torch/lib"
[[ -e "$libtorch/libtorch_cuda.so" ]] || fail \
  "pip installed a CPU build of torch ($libtorch has no libtorch_cuda.so); check which package index pip uses."
runtime=$(find "$site_packages/nvidia" -name 'libcudart.so.*' -print -quit 2>/dev/null || true)
[[ -n "$runtime" ]] || fail "pip installed no libcudart.so under $site_packages/nvidia; delete $venv and try again."
mkdir -p "$venv/cuda-runtime"
ln -sfn "$runtime" "$venv/cuda-runtime/libcudart.so"
printf '%s %s %s\n' "$version" "$flavor" "$libtorch" >"$venv/libtorch"

gpu_is_present || echo "No GPU was found (/dev/nvidia0); the CPU is used until a GPU is present." >&2
exec bash "$root/run" device
