# One step of a network as a user of each tool would write it, on the graph that is handed over: gains along connections, a share kept,
# bounds. None keeps an account, gates, learns or changes its structure. Prints the least CPU milliseconds of a step for each tool.
import json
import sys
import time

import numpy as np

folder, nodes, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
source = np.fromfile(folder + '/source', dtype=np.int32)
target = np.fromfile(folder + '/target', dtype=np.int32)
weight = np.fromfile(folder + '/weight', dtype=np.float32)
begin = np.fromfile(folder + '/energy', dtype=np.float32)
SHARE, KEPT, CAP = np.float32(0.3), np.float32(0.9), np.float32(244)


def least(step):
    step()
    best = float('inf')
    for _ in range(rounds):
        begun = time.process_time()
        step()
        best = min(best, time.process_time() - begun)
    return 1000 * best


def scipy_step():
    import scipy
    from scipy import sparse

    matrix = sparse.csr_matrix((weight, (target, source)), shape=(nodes, nodes))
    out = np.bincount(source, weight, nodes).astype(np.float32)
    state = {'energy': begin.copy()}

    def step():
        sent = SHARE * state['energy']
        energy = state['energy'] + KEPT * (matrix @ sent) - out * sent
        state['energy'] = np.clip(energy, 0, CAP)

    return 'SciPy ' + scipy.__version__ + ', CSR', least(step)


def torch_step():
    import torch

    torch.set_num_threads(1)
    src, dst = torch.from_numpy(source.astype(np.int64)), torch.from_numpy(target.astype(np.int64))
    w = torch.from_numpy(weight)
    state = {'energy': torch.from_numpy(begin.copy())}
    out = torch.zeros(nodes).index_add_(0, src, w)

    def scatter():
        sent = 0.3 * state['energy']
        gain = torch.zeros(nodes).index_add_(0, dst, sent[src] * w)
        state['energy'] = (state['energy'] + 0.9 * gain - out * sent).clamp(0, 244)

    best, way = least(scatter), 'index_add'
    try:
        matrix = torch.sparse_coo_tensor(torch.stack([dst, src]), w, (nodes, nodes)).coalesce().to_sparse_csr()

        def product():
            sent = 0.3 * state['energy']
            state['energy'] = (state['energy'] + 0.9 * (matrix @ sent) - out * sent).clamp(0, 244)

        sparse = least(product)
        if sparse < best:
            best, way = sparse, 'sparse CSR'
    except Exception:  # a build without a sparse product on processors
        pass
    return 'torch ' + torch.__version__ + ', ' + way, best


def brian_step():
    import brian2 as b

    b.prefs.codegen.target = 'cython'
    b.BrianLogger.suppress_hierarchy('brian2')
    group = b.NeuronGroup(nodes, 'energy : 1\ngain : 1\nout : 1', dt=1 * b.ms)
    group.run_regularly('energy = clip(energy + 0.9 * gain - 0.3 * out * energy, 0, 244)', dt=1 * b.ms)
    links = b.Synapses(group, group, 'w : 1\ngain_post = 0.3 * w * energy_pre : 1 (summed)', dt=1 * b.ms)
    links.connect(i=source, j=target)
    links.w = weight
    group.energy = begin
    group.out = np.bincount(source, weight, nodes)
    network = b.Network(group, links)
    network.run(1 * b.ms)
    steps = 10

    def run():
        network.run(steps * b.ms)

    def nothing():
        network.run(0 * b.ms)

    return 'Brian2 ' + b.__version__ + ', ' + b.prefs.codegen.target, (least(run) - least(nothing)) / steps


found = []
for make in (scipy_step, torch_step, brian_step):
    try:
        name, ms = make()
        found.append({'name': name, 'ms': ms})
    except Exception as error:
        found.append({'name': make.__name__.split('_')[0], 'missing': str(error).splitlines()[0][:120] or type(error).__name__})
print(json.dumps(found))
