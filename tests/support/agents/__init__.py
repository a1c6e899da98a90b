"""Real coding agents, offline, against a scripted model: the programs of `tests/clients/package-lock.json`.

script ──► Place.run(client) ──► [own network, own /etc] client ◄──HTTP──► model   ──► Run(results)
"""
