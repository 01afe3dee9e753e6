// Packs the compiled entries and all they import into few files: a process that reads 300 modules one by one starts half a
// second later. Names and lines stay as they are, so that a stack trace says where.
import { defineConfig, type Plugin } from 'vite';

/** One character beyond Latin-1 makes V8 keep two bytes for each of a module's, 1.5 MB more in every thread. They stand in
 * texts, patterns and comments, where an escape means the same. */
const latin: Plugin = {
  name: 'latin',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = escaped(file.code);
  },
};

function escaped(code: string): string {
  return code.replace(/[^\0-\xff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export default defineConfig({
  plugins: [latin],
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
