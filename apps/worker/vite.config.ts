// Packs the compiled entries and all they import into few files: a process that reads 300 modules one by one starts half a
// second later. Names and lines stay as they are, so that a stack trace says where.
import { defineConfig } from 'vite';

export default defineConfig({
  // What brings a WebAssembly file of its own stays where that file is.
  ssr: { noExternal: true, external: ['@mujoco/mujoco'] },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/process',
    minify: false,
    rolldownOptions: {
      input: ['dist/main.js', 'dist/experiment.js', 'dist/write.js'],
      // Workspace modules only declare; what no run asks for, like drawings and imports, is left out.
      treeshake: { moduleSideEffects: (id) => !/\/(packages|families)\/\w+\/dist\//.test(id) },
    },
  },
});
