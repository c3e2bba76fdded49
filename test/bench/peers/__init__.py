"""Other servers that answer the same requests, measured in the same run."""
import cases
from measure import Load
from peers.glewlwyd import Glewlwyd
from peers.node_oidc_provider import NodeOidcProvider

PEERS = (NodeOidcProvider, Glewlwyd)
SHARE = 6  # of the requests that Tessera gets


def measure_peer(peer, names, share):
    load = Load(peer.port, [peer.process.pid])
    figures = {"rss_idle_mib": peer.rss_mib(), "start_s": peer.start_s, "left_out": {
        name: why for name, why in peer.left_out.items() if name in names}}
    for name in names:
        if name in peer.left_out:
            continue
        case, n, _ = cases.CASES[name]
        case = peer.own_cases.get(name, case)
        case(peer, load, max(n // SHARE // share // 10, 20))  # warm
        figures[name] = case(peer, load, max(n // SHARE // share, 50))
    return figures | {"rss_loaded_mib": peer.rss_mib()}


def measure(names, share):
    """{peer: {case: figures}} of those that are installed."""
    figures = {}
    for kind in PEERS:
        if kind.is_installed():
            with kind() as peer:
                figures[kind.name] = measure_peer(peer, names, share)
    return figures
