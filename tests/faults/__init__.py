"""Many people at once, on the real server, while PostgreSQL is killed: `make faults`.

`person.py` is one of them, a process of its own that knows the product by HTTP alone. `ordeal.py`
starts the server and the people, and kills the database. `judge.py` compares what each of them was
told with what is stored.
"""
