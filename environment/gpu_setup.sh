# Installs pip's PyTorch, whose libtorch computes on NVIDIA GPUs, into .venv-gpu, and notes what DJL has to be told.
# Run by ./run gpu-setup with the project's folder as its argument; setup.sh reads the notes each time.
set -euo pipefail
root=$1
source "$root/environment/setup.sh"

[[ "$(uname -sm)" == "Linux x86_64" ]] || fail "A GPU is supported on Linux x86_64 only; this is $(uname -sm)."
set_up_library
require_python
version=$(pytorch_version)
venv="$root/.venv-gpu"

# DJL's JNI library comes for one release of CUDA; it works with pip's libtorch of an older minor release as well.
jni=$(tr ':' '\n' <<<"$(library_class_path)" | grep -m 1 "pytorch-jni-.*\.jar" || true)
[[ -n "$jni" ]] || fail "DJL's JNI library (pytorch-jni) is not on the class path."
flavor=$("$JAVA_HOME/bin/jar" --list --file "$jni" |
  sed -n 's|^jnilib/linux-x86_64/\(cu[0-9]*\)/libdjl_torch\.so$|\1|p' | sort | tail -n 1)
[[ -n "$flavor" ]] || fail "$(basename "$jni") has no library for CUDA."

mkdir -p "$root/lib/notebook/target"
requirements="$root/lib/notebook/target/requirements-gpu.txt"
echo "torch==$version" >"$requirements"
echo "PyTorch $version with CUDA takes about 5 GB on the disk." >&2
make_venv "$venv" "$requirements"

packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
libtorch="$packages/torch/lib"
[[ -e "$libtorch/libtorch_cuda.so" ]] || fail \
  "The torch that pip installed is a build for the CPU ($libtorch has no libtorch_cuda.so); check pip's index address."
runtime=$(find "$packages/nvidia" -name 'libcudart.so.*' -print -quit 2>/dev/null || true)
[[ -n "$runtime" ]] || fail "pip installed no libcudart.so under $packages/nvidia; delete $venv and run this again."
mkdir -p "$venv/cuda-runtime"
ln -sfn "$runtime" "$venv/cuda-runtime/libcudart.so"
printf '%s %s %s\n' "$version" "$flavor" "$libtorch" >"$venv/libtorch"

gpu_is_present || echo "This machine shows no GPU (/dev/nvidia0): until there is one, the CPU computes." >&2
exec bash "$root/run" device
