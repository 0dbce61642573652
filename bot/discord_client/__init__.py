"""The client of Discord: its connection, its list of commands, and the routing of interactions.

`client` loads the cogs (`sharded_client` where several processes share the shards). `command_tree`
is the list of commands as Discord has it; `component_routing` finds the method that answers a
click; `reply` is one answer, from "thinking" to its last edit, and `failures` what people read when
something fails. `library_fixes`, `reconnect_pace` and `steady_loop` correct what discord.py 2.7
does.
"""
