# gimp-primitive: `make help` lists the targets.
#
#   CC=clang              another compiler
#   SANITIZE=address,undefined
#                         build with sanitizers (objects are kept apart)
#   COVERAGE=yes          note which lines run (objects are kept apart)
#   CUDA=no               never look for nvcc
#   CUDA_ARCHS=90         code for these compute capabilities alone: for development, minutes less
#   DESTDIR=...           stage the installation
#   DEBUG=1               no optimisation, for a debugger
#   V=1                   show whole commands
#   JOBS=n                tests that run at the same time

MAKEFLAGS += --no-builtin-rules
SHELL := /bin/bash

# The one place that numbers a release; programs, files and packages take it from here.
# Semantic versioning, where what must stay is the procedures, the JSON and what an XCF holds.
VERSION := 1.0.0
RELEASED = $(or $(shell sed -n 's/^## $(VERSION) (\([0-9-]*\))$$/\1/p' CHANGELOG.md),$(error CHANGELOG.md has no date for $(VERSION)))

# ---- Dependencies -----------------------------------------------------------------

DEB_PACKAGES := bc build-essential pkg-config gettext libgimp2.0-dev gimp libcairo2-dev perl \
	imagemagick libjpeg-dev libjson-glib-dev libpng-dev librsvg2-bin librsvg2-common locales openbox parallel procps \
	python3-jsonschema webp xauth xclip xdotool xvfb

# What `make deb` and the tests of packages need beyond that.
DEB_PACKAGES_PACKAGING := $(DEB_PACKAGES) appstream debhelper debootstrap flatpak-builder lintian

# What `make check-long`, `make lint` and `make coverage` need beyond that.
DEB_PACKAGES_LONG := $(DEB_PACKAGES_PACKAGING) clang clang-13 clang-15 clang-16 clang-tidy cppcheck gcc-11 \
	gcc-aarch64-linux-gnu gcc-s390x-linux-gnu gcovr libc6-dev-arm64-cross libc6-dev-s390x-cross \
	libclang-rt-14-dev libubsan1 qemu-user valgrind

.PHONY: deps deps-packaging deps-long
.DEFAULT_GOAL := all
## deps: install every Debian package that building and testing needs
deps: packages = $(DEB_PACKAGES)
## deps-packaging: the same, and what 'make deb' and tests/long/packages.sh need
deps-packaging: packages = $(DEB_PACKAGES_PACKAGING)
## deps-long: the same, and what 'make check-long' needs
deps-long: packages = $(DEB_PACKAGES_LONG)
deps deps-packaging deps-long:
	@missing=$$(dpkg-query -W -f '$${db:Status-Status} $${Package}\n' $(packages) 2>/dev/null \
	    | sed -n 's/^installed //p' | sort -u | comm -13 - <(printf '%s\n' $(packages) | sort -u)); \
	[ -n "$$missing" ] || { echo "$@: all packages are installed"; exit 0; }; \
	command -v apt-get >/dev/null || { \
	  echo "$@: this is not a Debian system; please install what these Debian packages hold:" $$missing >&2; exit 1; }; \
	sudo=; if [ "$$(id -u)" != 0 ]; then \
	  command -v sudo >/dev/null || { echo "$@: run as root: apt-get install" $$missing >&2; exit 1; }; sudo=sudo; fi; \
	echo "$@: installing" $$missing; \
	$$sudo apt-get -q update && \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get -qy --no-install-recommends install $$missing

# `make deps check` on a fresh machine: what is there is looked up again, once the
# packages are installed, by a make of its own for every other goal.
DEPS_GOALS := $(filter deps deps-packaging deps-long,$(MAKECMDGOALS))
OTHER_GOALS := $(filter-out deps deps-packaging deps-long,$(MAKECMDGOALS))
ifneq (,$(and $(DEPS_GOALS),$(OTHER_GOALS)))

.PHONY: $(OTHER_GOALS)
$(OTHER_GOALS): $(DEPS_GOALS)
	@$(MAKE) --no-print-directory $@

else

B := build
Q := $(if $(V),,@)
PLUGIN := gimp-primitive
CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
OPTIMIZE := $(if $(DEBUG),-O0,$(if $(COVERAGE),-O1,-O3))

# Objects live in a folder named after what changes them, so variants never mix.
comma := ,
VARIANT := $(notdir $(firstword $(CC)))$(if $(DEBUG),-debug)$(if $(SANITIZE),-$(subst $(comma),-,$(SANITIZE)))$(if $(COVERAGE),-coverage)
O := $(B)/obj/$(VARIANT)

# -ffp-contract=off: the closed forms must give the same bits on every machine.
# -fexcess-precision=fast: for s390x, whose floats -std=c11 would compute in double.
# -fno-delete-null-pointer-checks: gcc 12 writes some loops with addresses that count from
# 0, then takes their accesses for accesses through NULL, the function for one without
# effects, and drops its calls (tests/unit/test-inline.c).
CFLAGS_ALL = -std=c11 $(OPTIMIZE) -g -pthread -ffp-contract=off -fno-math-errno -fno-trapping-math \
	-fno-delete-null-pointer-checks $(if $(findstring s390,$(MACHINE)),-fexcess-precision=fast) \
	-D_POSIX_C_SOURCE=200809L -MMD -MP -fPIE \
	-Wall -Wextra -Werror -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wvla -Wwrite-strings -Wno-psabi \
	$(if $(SANITIZE),-fsanitize=$(SANITIZE:fuzzer%=fuzzer-no-link%) -fno-sanitize-recover=all -fno-omit-frame-pointer) \
	$(if $(COVERAGE),--coverage -fprofile-update=atomic) \
	$(CPPFLAGS) $(CFLAGS)
LDFLAGS_ALL = -pthread -pie -Wl,--as-needed $(if $(SANITIZE),-fsanitize=$(SANITIZE:fuzzer$(comma)%=%)) $(if $(COVERAGE),--coverage) $(LDFLAGS)

# ---- Optional parts, each announced in one line by `make` ------------------

PKG_CONFIG ?= pkg-config
have = $(shell $(PKG_CONFIG) --exists $(1) 2>/dev/null && echo yes)
GIMP_NEEDS := gimp-2.0 gimpui-2.0 gegl-0.4 json-glib-1.0 libpng libjpeg
HAVE_GIMP := $(call have,$(GIMP_NEEDS))
HAVE_GLIB := $(call have,glib-2.0 json-glib-1.0)
HAVE_CAIRO := $(call have,cairo)
NVCC := $(if $(filter no,$(CUDA)),,$(firstword $(shell command -v nvcc 2>/dev/null) $(wildcard /usr/local/cuda/bin/nvcc)))

# Processors: machine code for the first of every generation, which the later ones of it
# run as well, and PTX, which drivers compile for those still to come.
NVCC_ARCHS := $(if $(NVCC),$(shell $(NVCC) --list-gpu-arch 2>/dev/null | sed -n 's/^compute_\([0-9]*\)$$/\1/p' | sort -n | awk '$$1 >= 75'))
NVCC_GENERATIONS := $(if $(CUDA_ARCHS),$(CUDA_ARCHS),$(shell printf '%s\n' $(NVCC_ARCHS) | awk '$$1 && !seen[int($$1 / 10)]++'))
NVCC_FLAGS := -std=c++17 -O3 --fmad=false -Xfatbin -compress-all -Xcompiler -fPIE,-Wall \
	$(foreach n,$(NVCC_GENERATIONS),-gencode arch=compute_$(n),code=sm_$(n)) \
	$(foreach n,$(if $(CUDA_ARCHS),,$(lastword $(NVCC_ARCHS))),-gencode arch=compute_$(n),code=compute_$(n))
CUDA_ROOT := $(dir $(NVCC))..
CUDA_LIBS := -L$(CUDA_ROOT)/lib64 -L$(CUDA_ROOT)/targets/$(shell uname -m)-linux/lib -lcudart_static -ldl -lrt -lstdc++
# Asked once; `make clean` asks again.
CUDA_ASKED := $(B)/cuda-works-$(if $(NVCC_ARCHS),$(subst /,-,$(NVCC)),no)
HAVE_CUDA := $(if $(NVCC_ARCHS),$(shell \
	[ -e $(CUDA_ASKED) ] || { mkdir -p $(B); \
	  echo '__global__ void kernel(const __grid_constant__ int i) {} int main() { kernel<<<1, 1>>>(0); }' >$(CUDA_ASKED).cu; \
	  $(NVCC) -std=c++17 -arch=compute_$(firstword $(NVCC_ARCHS)) -Xcompiler -fPIE -c $(CUDA_ASKED).cu -o $(CUDA_ASKED).o >/dev/null 2>&1 && \
	  $(CC) -pthread $(CUDA_ASKED).o $(CUDA_LIBS) -o $(CUDA_ASKED).out >/dev/null 2>&1 && echo yes >$(CUDA_ASKED) || : >$(CUDA_ASKED); \
	  rm -f $(CUDA_ASKED).*; }; cat $(CUDA_ASKED)))

GLIB_CFLAGS = $(if $(HAVE_GLIB),$(subst -I,-isystem ,$(shell $(PKG_CONFIG) --cflags glib-2.0 json-glib-1.0)))
GLIB_LIBS = $(if $(HAVE_GLIB),$(shell $(PKG_CONFIG) --libs glib-2.0 json-glib-1.0))
GIMP_CFLAGS = $(subst -I,-isystem ,$(shell $(PKG_CONFIG) --cflags $(GIMP_NEEDS)))
GIMP_LIBS = $(shell $(PKG_CONFIG) --libs $(GIMP_NEEDS))
CAIRO_CFLAGS := $(if $(HAVE_CAIRO),$(subst -I,-isystem ,$(shell $(PKG_CONFIG) --cflags cairo)))
CAIRO_LIBS := $(if $(HAVE_CAIRO),$(shell $(PKG_CONFIG) --libs cairo))

# ---- Sources ----------------------------------------------------------------

# The inner loops are compiled once for each ISA level of x86-64;
# isa.c knows which run here.
MACHINE := $(shell $(CC) -dumpmachine)
ISA_LEVELS := base $(if $(findstring x86_64,$(MACHINE)),v3 v4)
PER_ISA := climb rows
# In full, because gcc 10 has no -march=x86-64-v3.
ISA_FLAGS_v3 := -mcx16 -msahf -mpopcnt -mavx2 -mbmi -mbmi2 -mf16c -mfma -mlzcnt -mmovbe
ISA_FLAGS_v4 := $(ISA_FLAGS_v3) -mavx512f -mavx512bw -mavx512cd -mavx512dq -mavx512vl -mprefer-vector-width=512

CORE_C := $(filter-out $(PER_ISA:%=core/%.c) core/painter.c,$(sort $(wildcard core/*.c)))
CORE_O := $(CORE_C:%.c=$(O)/%.o) $(foreach level,$(ISA_LEVELS),$(PER_ISA:%=$(O)/core/%.$(level).o))
PAINTER_O := $(if $(HAVE_CAIRO),$(O)/core/painter.o)
CUDA_O := $(patsubst %,$(O)/cuda/%.o,device_backend planes place sweep resident hybrid entry) \
	$(if $(HAVE_CUDA),$(B)/obj/cuda/device.o,$(O)/cuda/stub.o)
DEVICE_LIBS := $(if $(HAVE_CUDA),$(CUDA_LIBS))
PLUGIN_O := $(patsubst %.c,$(O)/%.o,$(sort $(wildcard plugin/*.c plugin/*/*.c ui/*.c)))
UNIT_TESTS := $(patsubst tests/unit/%.c,%,$(sort $(wildcard tests/unit/test-*.c)))
LINGUAS := $(basename $(notdir $(wildcard po/*.po)))
METAINFO := org.gimp.GIMP.Plugin.Primitive.metainfo.xml
MO := $(LINGUAS:%=$(B)/$(PLUGIN)/locale/%/LC_MESSAGES/$(PLUGIN).mo)
# Pages, with the README's pictures.
HELP := $(patsubst plugin/%,$(B)/$(PLUGIN)/%,$(wildcard plugin/help/*.css plugin/help/*/*.*)) \
	$(patsubst tests/images/readme/%,$(B)/$(PLUGIN)/help/images/%,$(wildcard tests/images/readme/*))

# Unit tests of files of plugin/ and ui/; TEXT_O are those that need GLib, but no GIMP.
TEXT_O := $(patsubst %,$(O)/%.o,plugin/batch/pool plugin/files/safe_file plugin/record/json plugin/record/record \
	plugin/record/shapes_read plugin/record/shapes_write ui/copy ui/settings_text)
GLIB_TESTS := test-copy test-json test-pool test-safe-file test-settings test-shapes
PLUGIN_TESTS := test-presets test-search
TESTS := $(filter-out $(if $(HAVE_CAIRO),,test-painter test-faults) $(if $(HAVE_GLIB),,$(GLIB_TESTS)) \
	$(if $(HAVE_GIMP),,$(PLUGIN_TESTS)),$(UNIT_TESTS))

# Fuzz targets; the second list needs GLib, paint needs cairo.
FUZZ_TARGETS := kinds optimizer reduce scan $(if $(HAVE_CAIRO),paint) $(if $(HAVE_GLIB),json settings svg)
FUZZ_TESTS := $(FUZZ_TARGETS:%=fuzz-%)
CLIENTS := actions-client hostile-client matrix-client messages-client pdb-client # plug-ins that test ours
# Libraries that tests put into GIMP's programs.
PRELOADED_C := tests/gimp/act.c tests/gimp/no-memory.c tests/gimp/no-threads.c tests/gimp/quick-babl.c tests/window/labels.c
PRELOADED := $(patsubst %.c,$(B)/%.so,$(notdir $(PRELOADED_C)))
PROGRAMS := $(B)/bench $(if $(HAVE_GIMP),$(B)/$(PLUGIN)/$(PLUGIN))

.PHONY: all announce demo check check-long check-po check-quick check-unit coverage programs-to-check unit-tests print-unit-tests \
	lint check-gpu fuzz fuzz-programs bench bench-kodak bench-gpu install uninstall install-user uninstall-user \
	doctor dist deb tarball pot format headers clean help FORCE
.DELETE_ON_ERROR:
.SECONDARY:

## all: build the plug-in and the benchmark in build/ (the default)
all: announce $(PROGRAMS) $(if $(HAVE_GIMP),$(MO) $(HELP) $(B)/$(METAINFO))

announce:
	@echo "gimp:   $(if $(HAVE_GIMP),libgimp $(shell $(PKG_CONFIG) --modversion gimp-2.0 2>/dev/null),not found: only the benchmark is built ('make deps' installs what the plug-in needs))"
	@echo "cuda:   $(if $(HAVE_CUDA),$(NVCC)$(comma) compute capabilities $(NVCC_GENERATIONS)$(if $(CUDA_ARCHS),, and newer),$(if $(filter no,$(CUDA)),off (CUDA=no),$(if $(NVCC),$(NVCC) does not work here,nvcc not found)); computing on the CPU)"
	@echo "ISA:    $(ISA_LEVELS)"

# ---- Compiling ----------------------------------------------------------------

define isa-rule
$(O)/core/$(1).$(2).o: core/$(1).c Makefile
	@mkdir -p $$(@D)
	@echo '  CC    $$@'
	$(Q)$$(CC) $$(CFLAGS_ALL) $$(ISA_FLAGS_$(2)) -DPRIM_ISA_LEVEL=$(2) -c $$< -o $$@
endef
# One level more for a test: nothing inlined.
ISA_FLAGS_calls := -fno-inline
$(foreach level,$(ISA_LEVELS) calls,$(foreach file,$(PER_ISA),$(eval $(call isa-rule,$(file),$(level)))))

$(O)/core/painter.o: CFLAGS_ALL += $(CAIRO_CFLAGS)
$(O)/tests/bench/painted.o: CFLAGS_ALL += $(if $(HAVE_CAIRO),-DHAVE_PAINTER)
$(O)/core/isa.o: CFLAGS_ALL += -DPRIM_ISA_LEVELS="$(foreach level,$(ISA_LEVELS),PRIM_ISA_ENTRY($(level)))"
$(filter-out $(TEXT_O),$(PLUGIN_O)) $(O)/ui/%.h.ok $(CLIENTS:%=$(O)/tests/gimp/%.o) $(O)/tests/gimp/act.o: \
	CFLAGS_ALL += $(GIMP_CFLAGS) -DGETTEXT_PACKAGE='"$(PLUGIN)"'

$(TEXT_O) $(GLIB_TESTS:%=$(O)/tests/unit/%.o) $(FUZZ_TARGETS:%=$(O)/tests/fuzz/%.o): CFLAGS_ALL += $(GLIB_CFLAGS) -DGETTEXT_PACKAGE='"$(PLUGIN)"'

$(patsubst %,$(O)/%.o,plugin/main plugin/procedures plugin/record/shapes_write ui/help tests/unit/test-shapes): CFLAGS_ALL += -DPRIM_VERSION='"$(VERSION)"'

$(O)/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo '  CC    $@'
	$(Q)$(CC) $(CFLAGS_ALL) -c $< -o $@

# The icon of the menu entries, as a C array.
$(O)/plugin/procedures.o: $(O)/plugin/icon.h
$(O)/plugin/procedures.o: CFLAGS_ALL += -I$(O)/plugin
$(O)/plugin/icon.h: plugin/icon.png
	@mkdir -p $(@D)
	$(Q)gdk-pixbuf-csource --raw --name=icon $< >$@

$(B)/obj/cuda/device.o: cuda/device.cu
$(B)/obj/cuda/ceilings.o: tests/bench/ceilings.cu
$(B)/obj/cuda/%.o: Makefile $(B)/obj/cuda/flags
	@mkdir -p $(@D)
	@echo '  NVCC  $@'
	$(Q)$(NVCC) $(NVCC_FLAGS) -t 0 -MMD -MF $(@:.o=.d) -MT $@ -c $(filter %.cu,$^) -o $@

# Device code is compiled again for other processors; programs are linked again when CUDA comes
# or goes.
$(B)/obj/cuda/flags: FORCE
	@mkdir -p $(@D); echo '$(NVCC_FLAGS)' | cmp -s - $@ || echo '$(NVCC_FLAGS)' >$@

$(O)/cuda-objects: FORCE
	@mkdir -p $(@D); echo '$(CUDA_O)' | cmp -s - $@ || echo '$(CUDA_O)' >$@

$(O)/bench: $(O)/tests/bench/bench.o $(O)/tests/bench/ppm.o $(O)/tests/bench/painted.o $(CORE_O) $(PAINTER_O) $(CUDA_O) $(O)/cuda-objects
	@echo '  LINK  $@'
	$(Q)$(CC) $(LDFLAGS_ALL) $(filter %.o,$^) $(CAIRO_LIBS) $(DEVICE_LIBS) -lm -o $@

$(B)/bench-gpu: $(O)/tests/bench/bench-gpu.o $(B)/obj/cuda/ceilings.o $(CORE_O) $(CUDA_O)
	@echo '  LINK  $@'
	$(Q)$(CC) $(LDFLAGS_ALL) $(filter %.o,$^) $(DEVICE_LIBS) -lm -o $@

$(O)/$(PLUGIN): $(PLUGIN_O) $(CORE_O) $(PAINTER_O) $(CUDA_O) $(O)/cuda-objects
	@echo '  LINK  $@'
	$(Q)$(CC) $(LDFLAGS_ALL) $(filter %.o,$^) $(GIMP_LIBS) $(CAIRO_LIBS) $(DEVICE_LIBS) -lm -o $@

$(O)/test-%: $(O)/tests/unit/test-%.o $(O)/tests/tap.o $(O)/tests/bench/ppm.o $(CORE_O) $(PAINTER_O)
	@echo '  LINK  $@'
	$(Q)$(CC) $(LDFLAGS_ALL) $(filter %.o,$^) $(TEST_LIBS) $(CAIRO_LIBS) -lm -o $@

# Those that need the device's code.
$(addprefix $(O)/test-,cuda entry search): $(CUDA_O) $(O)/cuda-objects
$(addprefix $(O)/test-,cuda entry): TEST_LIBS = $(DEVICE_LIBS)
$(O)/test-cuda $(O)/test-entry: $(O)/tests/unit/emulated.o
$(O)/test-entry: TEST_LIBS += $(addprefix -Wl$(comma)--wrap=,prim_device_count prim_device_name prim_device_start)
$(O)/test-faults: TEST_LIBS = $(addprefix -Wl$(comma)--wrap=,malloc calloc realloc aligned_alloc free \
	pthread_create cairo_image_surface_create cairo_fill cairo_stroke)
$(O)/tests/unit/test-faults.o: CFLAGS_ALL += $(CAIRO_CFLAGS)
$(O)/test-inline: $(PER_ISA:%=$(O)/core/%.calls.o)
$(O)/test-painter: $(O)/tests/bench/painted.o
$(O)/test-weights: $(O)/plugin/read/weights.o $(O)/plugin/read/reduce.o

# Tests of plugin/ files, with what they are linked to.
$(GLIB_TESTS:%=$(O)/%): $(TEXT_O)
$(GLIB_TESTS:%=$(O)/%): TEST_LIBS = $(GLIB_LIBS)
$(O)/test-presets: $(O)/ui/presets.o $(O)/ui/settings_text.o
$(O)/test-reduce: $(O)/plugin/read/reduce.o
$(O)/test-search: $(O)/plugin/search.o $(O)/plugin/messages.o
$(O)/test-search: LDFLAGS_ALL += -Wl,--wrap=prim_optimizer_report
$(PLUGIN_TESTS:%=$(O)/%): TEST_LIBS = $(GIMP_LIBS) $(DEVICE_LIBS)
$(PLUGIN_TESTS:%=$(O)/tests/unit/%.o): CFLAGS_ALL += $(GIMP_CFLAGS) -DGETTEXT_PACKAGE='"$(PLUGIN)"'

# A fuzz target over its kept corpus; with SANITIZE=fuzzer,... one that libFuzzer drives.
FUZZ_MAIN := $(if $(findstring fuzzer,$(SANITIZE)),,$(O)/tests/fuzz/replay.o $(O)/tests/tap.o)
$(O)/fuzz-%: $(O)/tests/fuzz/%.o $(FUZZ_MAIN) $(CORE_O) $(PAINTER_O) $(O)/plugin/read/reduce.o \
	$(if $(HAVE_GLIB),$(TEXT_O))
	@echo '  LINK  $@'
	$(Q)$(CC) $(LDFLAGS_ALL) $(if $(FUZZ_MAIN),,-fsanitize=fuzzer) $(filter %.o,$^) $(GLIB_LIBS) $(CAIRO_LIBS) -lm -o $@

# With the plug-in's own code, and what stands in for its callers.
$(O)/actions-client: $(O)/tests/gimp/act.o $(filter-out $(O)/plugin/main.o,$(PLUGIN_O)) $(CORE_O) $(PAINTER_O) \
	$(CUDA_O) $(O)/cuda-objects
$(O)/actions-client: LDFLAGS_ALL += $(addprefix -Wl$(comma)--wrap=,g_get_monotonic_time gimp_drawable_get_buffer \
	gimp_drawable_get_shadow_buffer gimp_image_undo_group_start gimp_image_undo_group_end prim_dialog_run \
	prim_optimizer_run)

$(O)/%-client: $(O)/tests/gimp/%-client.o
	@echo '  LINK  $@'
	$(Q)$(CC) $(LDFLAGS_ALL) $(filter %.o,$^) $(GIMP_LIBS) $(CAIRO_LIBS) $(DEVICE_LIBS) -lm -ldl -o $@

# Preloaded, so without the sanitizers that the programs may have.
$(B)/act.so $(B)/labels.so: PRELOADED_CFLAGS = $(GIMP_CFLAGS)
$(foreach file,$(PRELOADED_C),$(eval $(B)/$(basename $(notdir $(file))).so: $(file)))
$(PRELOADED): Makefile
	@mkdir -p $(@D)
	@echo '  LINK  $@'
	$(Q)$(CC) $(filter-out -fsanitize=% -fno-sanitize-recover=% --coverage -fprofile-update=%,$(CFLAGS_ALL)) \
	  $(PRELOADED_CFLAGS) $(GLIB_CFLAGS) $(CAIRO_CFLAGS) -fPIC -shared $(filter %.c,$^) -ldl -o $@

# The programs proper are copies of the variant built last.
$(B)/bench: $(O)/bench FORCE
	@cmp -s $< $@ || cp $< $@

$(B)/%-client: $(O)/%-client FORCE
	@cmp -s $< $@ || cp $< $@

$(B)/$(PLUGIN)/$(PLUGIN): $(O)/$(PLUGIN) FORCE
	@mkdir -p $(@D)
	@cmp -s $< $@ || cp $< $@

-include $(wildcard $(O)/*/*.d $(O)/*/*/*.d $(B)/obj/cuda/*.d)

# ---- Translations ---------------------------------------------------------------

TRANSLATED := $(sort $(wildcard core/*.c plugin/*.c plugin/*/*.c ui/*.c))

## pot: refresh the translation template and every translation from the sources
pot:
	xgettext --package-name=$(PLUGIN) --from-code=UTF-8 --add-comments=Translators: \
	  --keyword=_ --keyword=N_ --keyword=PRIM_N_ --keyword=ngettext:1,2 --no-wrap --sort-by-file --add-location=file \
	  --msgid-bugs-address= --output=po/$(PLUGIN).pot $(TRANSLATED)
	sed -i '/^"POT-Creation-Date:/d' po/$(PLUGIN).pot
	for po in po/*.po; do msgmerge --quiet --no-wrap --add-location=file --update --backup=none $$po po/$(PLUGIN).pot; done

$(B)/$(PLUGIN)/locale/%/LC_MESSAGES/$(PLUGIN).mo: po/%.po
	@mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<

# ---- Help -----------------------------------------------------------------------

$(B)/$(PLUGIN)/help/images/%: tests/images/readme/%
	@mkdir -p $(@D)
	$(Q)cp $< $@

$(B)/$(PLUGIN)/help/%: plugin/help/%
	@mkdir -p $(@D)
	$(Q)cp $< $@

# ---- Running ------------------------------------------------------------------------

## demo: turn a photo into shapes in real GIMP; writes build/demo/
demo: need-gimp all
	@tests/demo.sh

# Tests with a window wait most of the time, so one test more than there are processors runs
# at once. The longest come first.
JOBS ?= $(shell expr $$(nproc 2>/dev/null || echo 1) + 1)
PROVE = CC="$(CC)" prove --timer --jobs $(JOBS) --exec ''
# Those that keep both cores busy for a minute or more each are left to check-long.
SLOW_TESTS := $(patsubst %,tests/window/%.sh,brush build-up editing history palette)
GIMP_TESTS := $(sort $(filter-out %/env.sh $(SLOW_TESTS),$(wildcard tests/gimp/*.sh tests/window/*.sh)))
LONG_FIRST := %/test-cuda tests/window/dialog%.sh tests/gimp/batch.sh tests/gimp/full.sh tests/gimp/continue.sh
long-first = $(foreach pattern,$(LONG_FIRST),$(filter $(pattern),$(1))) $(filter-out $(LONG_FIRST),$(1))

programs-to-check: all headers unit-tests $(CLIENTS:%=$(B)/%) $(PRELOADED)

## check: run the tests
check: need-gimp programs-to-check
	@$(PROVE) $(call long-first,tests/includes.sh tests/translations.sh tests/help.sh $(TESTS:%=$(O)/%) $(FUZZ_TESTS:%=$(O)/%) $(GIMP_TESTS))

## check-po: prove that every translation is whole, and that its words have room in the windows
check-po: need-gimp all $(PRELOADED)
	@$(PROVE) tests/translations.sh tests/long/languages.sh

## check-unit: run the tests that need no GIMP
check-unit: headers unit-tests
	@$(PROVE) $(call long-first,tests/includes.sh $(TESTS:%=$(O)/%) $(FUZZ_TESTS:%=$(O)/%))

## check-quick: run one case in a hundred of the tests that need no GIMP, in seconds, between changes
# Without those that take long in any case: painting, options in every combination, clocks.
QUICK_TESTS := $(filter-out test-painter test-options test-engines,$(TESTS))
check-quick: $(QUICK_TESTS:%=$(O)/%)
	@TAP_EVERY=100 $(PROVE) tests/includes.sh $^

## fuzz: look for inputs that do harm, SECONDS=60 for each target (needs clang)
SECONDS ?= 60
fuzz:
	@tests/fuzz/fuzz.sh "$(SECONDS)" $(FUZZ_TARGETS)

# What tests/fuzz/fuzz.sh runs.
fuzz-programs: $(FUZZ_TESTS:%=$(O)/%)

unit-tests: $(TESTS:%=$(O)/%) $(FUZZ_TESTS:%=$(O)/%)
print-unit-tests:
	@printf '%s\n' $(TESTS:%=$(O)/%) $(FUZZ_TESTS:%=$(O)/%)

## check-long: run 'check' and what takes an hour or more: sanitizers, valgrind, fuzzers, faults, lint
LONG_TESTS := $(sort $(filter-out %/env.sh %/lint.sh,$(wildcard tests/long/*.sh)))
check-long: check
	@prove --timer --exec '' $(SLOW_TESTS) $(LONG_TESTS)
	@$(MAKE) --no-print-directory lint

## coverage: run all tests and tell which lines and branches they reach (needs gcovr)
# core/ has bars. At -O1, so that what the compiler knows never to happen is no branch. Counting is
# slow where threads share counters, so one case in ten is run; but every allocation fails.
COVERED := core cuda plugin ui
WITH_COVERAGE = $(MAKE) --no-print-directory COVERAGE=yes CUDA=no
coverage: need-gimp
	@command -v gcovr >/dev/null || { echo "gcovr is missing; run 'make deps-long' first" >&2; exit 1; }
	@$(WITH_COVERAGE) programs-to-check
	@find $(O)-coverage -name '*.gcda' -delete
	@TAP_EVERY=10 $(WITH_COVERAGE) check
	@$(O)-coverage/test-faults
	@gcovr --root . --object-directory $(O)-coverage $(COVERED:%=--filter %/) --json $(B)/coverage.json $(O)-coverage
	@tests/long/coverage.py $(B)/coverage.json $(COVERED)

## lint: look for faults with clang-tidy and cppcheck
lint: need-gimp $(O)/plugin/icon.h
	@tests/long/lint.sh -I$(O)/plugin -std=c11 -D_POSIX_C_SOURCE=200809L $(GIMP_CFLAGS) $(CAIRO_CFLAGS)

## bench: measure speed and error and print the README's tables
bench: $(B)/bench
	@tests/bench/bench.sh

## bench-kodak: measure PSNR on six pictures of the Kodak set
bench-kodak: $(B)/bench
	@tests/bench/bench-kodak.sh

## check-gpu: on an NVIDIA device, prove that it gives the CPU's bits
check-gpu: $(O)/test-cuda $(B)/bench
	@tests/bench/check-gpu.sh $(O)/test-cuda "$(NVCC)"

## bench-gpu: measure an NVIDIA device against the CPU
bench-gpu: $(B)/bench $(if $(HAVE_CUDA),$(B)/bench-gpu)
	@tests/bench/bench-gpu.sh

.PHONY: need-gimp
need-gimp:
	@[ -n "$(HAVE_GIMP)" ] || { echo "GIMP 2.10's development files are missing; run 'make deps' first" >&2; exit 1; }

# Every header must compile alone, but for a template.
headers: $(patsubst %.h,$(O)/%.h.ok,$(filter-out %_template.h,$(wildcard core/*.h cuda/*.h $(if $(HAVE_GIMP),ui/*.h))))
$(O)/%.h.ok: %.h Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(filter-out -MMD -MP,$(CFLAGS_ALL)) -Wno-unused-function -fsyntax-only -x c $< && touch $@

## format: lay out all C code with clang-format
format:
	clang-format -i $(wildcard core/*.[ch] cuda/*.[ch] cuda/*.cu ui/*.[ch] plugin/*.[ch] plugin/*/*.[ch] tests/*.[ch] tests/*/*.[ch] tests/*/*.cu)

# ---- Installing -----------------------------------------------------------------------

# Plug-ins and scripts lie in one folder in a profile, in two in the system.
GIMP_LIBDIR := $(if $(HAVE_GIMP),$(shell $(PKG_CONFIG) --variable=gimplibdir gimp-2.0))
LIB_DIR = $(DESTDIR)$(GIMP_LIBDIR)
DATA_DIR = $(DESTDIR)$(shell $(PKG_CONFIG) --variable=gimpdatadir gimp-2.0)
# gimptool-2.0 knows where the profile is; --dry-run only prints what it would do.
USER_DIR = $(shell gimptool-2.0 --dry-run --install-bin $(PLUGIN) | sed -n "s|.* '\(.*\)/plug-ins/.*|\1|p")
METAINFO_DIR = $(DESTDIR)$(shell $(PKG_CONFIG) --variable=datarootdir gimp-2.0)/metainfo
# GIMP runs whatever lies among its plug-ins, so Python only where there is Python-Fu.
PYTHON_FU := $(if $(wildcard $(GIMP_LIBDIR)/interpreters/pygimp.interp $(GIMP_LIBDIR)/python),yes)

# $(call install-tree,folder of plug-ins/,folder of scripts/)
install-tree = mkdir -p "$(1)/plug-ins" "$(2)/scripts" && rm -rf "$(1)/plug-ins/$(PLUGIN)" && \
	cp -R $(B)/$(PLUGIN) "$(1)/plug-ins/$(PLUGIN)" && cp plugin/scripts/primitive-batch.scm "$(2)/scripts/" && \
	$(if $(PYTHON_FU),cp plugin/scripts/primitive-batch.py "$(1)/plug-ins/" &&) \
	echo "installed in $(1)/plug-ins/$(PLUGIN); restart GIMP, then see Filters > Artistic > Geometric Primitives"
uninstall-tree = rm -rf "$(1)/plug-ins/$(PLUGIN)" "$(1)/plug-ins/primitive-batch.py" \
	"$(2)/scripts/primitive-batch.scm"

## install: install the plug-in for everyone (DESTDIR is honoured)
install: need-gimp all
	@$(call install-tree,$(LIB_DIR),$(DATA_DIR))
	@mkdir -p "$(METAINFO_DIR)" && cp $(B)/$(METAINFO) "$(METAINFO_DIR)/"

## uninstall: undo 'install'
uninstall: need-gimp
	$(call uninstall-tree,$(LIB_DIR),$(DATA_DIR)) "$(METAINFO_DIR)/$(METAINFO)"

## install-user: install the plug-in into your own GIMP profile
install-user: need-gimp all
	@$(call install-tree,$(USER_DIR),$(USER_DIR))

## uninstall-user: undo 'install-user'
uninstall-user: need-gimp
	$(call uninstall-tree,$(USER_DIR),$(USER_DIR))

## doctor: tell which GIMP is there, whether the plug-in is installed and starts in it, GPU or why not
doctor:
	@plugin/packaging/doctor.sh "$(GIMP_LIBDIR)" "$(VERSION)"

# ---- Packages -------------------------------------------------------------------------

# plugin/packaging/README.md tells more.
DIST := $(PLUGIN)-$(VERSION)

# Software centers read it; what it says of the release comes from here.
$(B)/$(METAINFO): plugin/packaging/$(METAINFO) CHANGELOG.md Makefile
	@mkdir -p $(@D)
	@sed 's/@VERSION@/$(VERSION)/; s/@DATE@/$(RELEASED)/' $< >$@

## dist: pack the sources of the last commit; a commit's bytes are always the same
dist:
	@[ -e .git ] || { echo "dist: sources are packed from a git checkout, which this is not" >&2; exit 1; }
	@git diff --quiet HEAD || echo "dist: what is not committed is left out" >&2
	@mkdir -p $(B)
	@git -c tar.umask=0022 archive -9 --prefix=$(DIST)/ -o $(B)/$(DIST).tar.gz HEAD
	@echo $(B)/$(DIST).tar.gz

## deb: build a Debian package of this tree
deb:
	@plugin/packaging/make-deb.sh "$(VERSION)" "$(RELEASED)"

## tarball: pack the plug-in as built, with a script that installs it into a profile
tarball: need-gimp all
	@plugin/packaging/make-tarball.sh "$(VERSION)" "$(RELEASED)" "$(MACHINE)"

## clean: remove build/
clean:
	rm -rf $(B)

## help: list the targets
help:
	@sed -n 's/^## //p' Makefile | column -t -s : -l 2 2>/dev/null || sed -n 's/^## //p' Makefile

endif
