from transforms.reading import Reading
from transforms.records import Place
def find_places(reading: Reading) -> tuple[Place, ...]:
    return ()
