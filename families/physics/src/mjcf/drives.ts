// Actuators and sensors as MJCF.

import { sensorFacts, type Sensor } from '../spec/sensor.ts';
import type { Actuator } from '../spec/actuator.ts';
import type { Units } from '../units.ts';
import { element, type AttributeValue } from './xml.ts';

type Attributes = Readonly<Record<string, AttributeValue>>;

/** Element and the attributes only this type has. */
function kindOf(actuator: Actuator): readonly [string, Attributes] {
  switch (actuator.type) {
    case 'motor':
      return ['motor', {}];
    case 'position': {
      const { gain: kp, damping: kv, dampingRatio: dampratio, timeConstant: timeconst } = actuator;
      return ['position', { kp, kv, dampratio, timeconst }];
    }
    case 'velocity':
      return ['velocity', { kv: actuator.gain }];
    case 'integrated-velocity': {
      const { gain: kp, damping: kv, dampingRatio: dampratio, actuationRange: actrange } = actuator;
      return ['intvelocity', { kp, kv, dampratio, actrange }];
    }
    case 'damper':
      return ['damper', { kv: actuator.gain, ctrlrange: actuator.controlRange ?? [0, 1] }];
    case 'cylinder': {
      const { timeConstant: timeconst, area, bias } = actuator;
      return ['cylinder', { timeconst, area, bias }];
    }
    case 'muscle': {
      const { timeConstants: timeconst, force, scale, operatingRange } = actuator;
      return ['muscle', { timeconst, force, scale, range: operatingRange }];
    }
    case 'dc-motor':
      return ['dcmotor', { motorconst: actuator.motorConstant, resistance: actuator.resistance }];
    case 'adhesion':
      return ['adhesion', { body: actuator.body, gain: actuator.gain }];
    case 'general':
      return [
        'general',
        {
          dyntype: actuator.dynamics,
          gaintype: actuator.gainType,
          biastype: actuator.biasType,
          dynprm: actuator.dynamicsParameters,
          gainprm: actuator.gainParameters,
          biasprm: actuator.biasParameters,
          actrange: actuator.actuationRange,
        },
      ];
  }
}

export function actuatorElement(actuator: Actuator, units: Units): string {
  const [tag, own] = kindOf(actuator);
  const { name, controlRange: ctrlrange, forceRange: forcerange } = actuator;
  if (actuator.type === 'adhesion') return element(tag, { name, ctrlrange, forcerange, ...own });
  return element(tag, {
    name,
    joint: actuator.joint,
    jointinparent: actuator.jointInParent,
    tendon: actuator.tendon,
    site: actuator.site,
    refsite: actuator.refSite,
    cranksite: actuator.crankSite,
    slidersite: actuator.sliderSite,
    cranklength: units.length(actuator.crankLength),
    gear: actuator.gear,
    ctrlrange,
    forcerange,
    lengthrange: actuator.lengthRange,
    ...own,
  });
}

/** MuJoCo calls the frame of a body xbody, and the frame of its inertia body. */
const frameNames = {
  body: 'xbody',
  inertial: 'body',
  geom: 'geom',
  site: 'site',
  camera: 'camera',
} as const;

function attachment(sensor: Sensor): Attributes {
  if ('camera' in sensor) return { site: sensor.site, camera: sensor.camera };
  if ('object' in sensor) {
    const site = 'site' in sensor ? sensor.site : undefined;
    const against = 'relativeTo' in sensor ? sensor.relativeTo : undefined;
    return {
      site,
      objtype: frameNames[sensor.of],
      objname: sensor.object,
      reftype: against === undefined ? undefined : frameNames[against.of],
      refname: against?.object,
    };
  }
  if ('site' in sensor) return { site: sensor.site };
  if ('joint' in sensor) return { joint: sensor.joint };
  if ('tendon' in sensor) return { tendon: sensor.tendon };
  if ('actuator' in sensor) return { actuator: sensor.actuator };
  if ('body' in sensor) return { body: sensor.body };
  if ('geom1' in sensor || 'body1' in sensor || 'geom2' in sensor || 'body2' in sensor) {
    const { geom1, geom2, body1, body2 } = sensor;
    return { geom1, geom2, body1, body2 };
  }
  return {};
}

export function sensorElement(sensor: Sensor): string {
  const { name, cutoff } = sensor;
  return element(sensorFacts[sensor.type].element, { name, ...attachment(sensor), cutoff });
}
