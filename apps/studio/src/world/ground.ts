// The ground: a plane that takes shadows, with a grid whose lines stay one pixel wide and that fades out far away.

import { Color, Mesh, MeshLambertMaterial, PlaneGeometry } from 'three';
import type { SceneLook } from './stage.ts';

const head = `varying vec2 vGrid;\n`;

interface GroundKind {
  /** Between lines, m. */
  readonly step: number;
  /** Distance from the middle at which it is gone; 0 never. */
  readonly fade: number;
  /** Below 1 for a ground that is none: what is under it is seen. */
  readonly opacity: number;
}

/** @param extent half edges */
export function makeGround(
  look: SceneLook,
  extent: readonly [number, number],
  { step, fade, opacity }: GroundKind,
): Mesh<PlaneGeometry, MeshLambertMaterial> {
  const material = new MeshLambertMaterial({
    color: look.ground,
    transparent: fade > 0,
    opacity,
    depthWrite: opacity === 1,
  });
  material.onBeforeCompile = (shader) => {
    shader.uniforms['gridStep'] = { value: step };
    shader.uniforms['gridFade'] = { value: fade };
    shader.uniforms['gridColour'] = { value: new Color(look.grid) };
    shader.vertexShader =
      head +
      shader.vertexShader.replace('#include <begin_vertex>', '#include <begin_vertex>\nvGrid = position.xy;');
    shader.fragmentShader = `${head}uniform float gridStep;\nuniform float gridFade;\nuniform vec3 gridColour;
      float gridLine(float step) {
        vec2 at = vGrid / step;
        vec2 away = abs(fract(at - 0.5) - 0.5) / max(fwidth(at), vec2(1e-6));
        float dense = max(fwidth(at).x, fwidth(at).y);
        return (1.0 - min(min(away.x, away.y), 1.0)) * (1.0 - smoothstep(0.15, 0.5, dense));
      }
      ${shader.fragmentShader.replace(
        '#include <opaque_fragment>',
        `outgoingLight = mix(outgoingLight, gridColour, max(0.55 * gridLine(gridStep), gridLine(10.0 * gridStep)));
        if (gridFade > 0.0) diffuseColor.a *= 1.0 - smoothstep(0.25 * gridFade, gridFade, length(vGrid));
        #include <opaque_fragment>`,
      )}`;
  };
  const ground = new Mesh(new PlaneGeometry(2 * extent[0], 2 * extent[1]), material);
  ground.receiveShadow = true;
  return ground;
}
